import { Text } from '@mantine/core'
import type { User } from '~/api/types'
import { Audited } from '~/components/Audited'
import { CopyButton } from '~/components/CopyButton'
import { Fact, Facts, IdFact } from '~/components/Facts'
import { Initials } from '~/components/Initials'
import { fullName } from '~/components/names'
import { Time } from '~/components/Time'

export function UserFacts({ user }: { user: User }) {
  return (
    <Facts>
      <Fact name="Full name">
        <Initials of={user} />
        <bdi>{fullName(user)}</bdi>
        {user.fullName && (
          <Text size="xs" c="dimmed" w="100%">
            In their own profile:{' '}
            <bdi>
              {user.firstName} {user.lastName}
            </bdi>
          </Text>
        )}
      </Fact>
      <IdFact name="User name" id={user.userName} />
      <Fact name="Email address">
        <bdi>{user.email}</bdi>
        <CopyButton value={user.email} label="Copy the e-mail address" />
        <Text size="xs" c="dimmed" w="100%">
          Only the user can change it.
        </Text>
      </Fact>
      <Fact name="Company">
        <bdi>{user.company ?? '—'}</bdi>
      </Fact>
      <Fact name="Title">
        <bdi>{user.title ?? '—'}</bdi>
      </Fact>
      <Fact name="Initials">
        <bdi>{user.initials ?? '—'}</bdi>
      </Fact>
      {user.contactNumber && <Fact name="Contact number">{user.contactNumber}</Fact>}
      <IdFact name="User ID" id={user.id} />
      {user.externalId && <IdFact name="External ID" id={user.externalId} />}
      <Fact name="Last sign-in">{user.lastSignIn ? <Time value={user.lastSignIn} /> : 'Never'}</Fact>
      <Audited of={user} />
    </Facts>
  )
}
