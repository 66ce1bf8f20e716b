import { Text } from '@mantine/core'
import type { User } from '~/api/types'
import { Audited } from '~/components/Audited'
import { CopyButton } from '~/components/CopyButton'
import { Fact, Facts } from '~/components/Facts'
import { Initials } from '~/components/Initials'
import { fullName } from '~/components/names'
import { Time } from '~/components/Time'

export function UserFacts({ user }: { user: User }) {
  return (
    <Facts>
      <Fact name="Name">
        <Initials firstName={user.firstName} lastName={user.lastName} />
        <bdi>{fullName(user)}</bdi>
      </Fact>
      <Fact name="Email address">
        <bdi>{user.email}</bdi>
        <CopyButton value={user.email} label="Copy the e-mail address" />
        <Text size="xs" c="dimmed" w="100%">
          Only the user can change it.
        </Text>
      </Fact>
      {user.contactNumber && <Fact name="Contact number">{user.contactNumber}</Fact>}
      <Fact name="User ID">
        <bdi className="code">{user.id}</bdi>
        <CopyButton value={user.id} label="Copy the user ID" />
      </Fact>
      {user.externalId && (
        <Fact name="External ID">
          <bdi className="code">{user.externalId}</bdi>
          <CopyButton value={user.externalId} label="Copy the external ID" />
        </Fact>
      )}
      <Fact name="Last sign-in">{user.lastSignIn ? <Time value={user.lastSignIn} /> : 'Never'}</Fact>
      <Audited of={user} createdBy={user.createdByName} lastModifiedBy={user.lastModifiedByName} />
    </Facts>
  )
}
