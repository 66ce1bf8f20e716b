import { Button, Stack, Text } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { Navigate } from '@tanstack/react-router'
import { signOut, useSession } from '~/api/session'
import { StatusBadge } from '~/components/StatusBadge'
import { hrefs } from '~/hrefs'
import { Gate } from './Gate'
import classes from './HomePage.module.css'

/** Leads to the organization, or lets choose among several. */
export default function HomePage() {
  const session = useSession()
  const organizations = session?.organizations ?? []
  if (!session) return null
  if (organizations.length === 0) {
    return (
      <Gate title="You have no access">
        <Stack gap="md">
          <Text>
            <bdi>{session.account.email}</bdi> is not an active member of any organization here. Ask an administrator to invite or
            activate you.
          </Text>
          <Button variant="default" onClick={() => void signOut()}>
            Sign out
          </Button>
        </Stack>
      </Gate>
    )
  }
  if (organizations.length === 1) return <Navigate to={hrefs(organizations[0]!.id).users} replace />
  return (
    <Gate title="Choose an organization" wide>
      <ul className={classes.list}>
        {organizations.map(({ id, organizationName, status }) => (
          <li key={id}>
            <a href={hrefs(id).users}>
              <bdi>{organizationName}</bdi>
              {status === 'INACTIVE' && <StatusBadge status={status} />}
              <IconChevronRight size={18} aria-hidden />
            </a>
          </li>
        ))}
      </ul>
      <Button variant="subtle" fullWidth mt="md" onClick={() => void signOut()}>
        Sign out
      </Button>
    </Gate>
  )
}
