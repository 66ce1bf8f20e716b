import { Alert } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import type { User } from '~/api/types'
import { Time } from '~/components/Time'

/** How it stands with the temporary password of who has not signed in yet. */
export function TemporaryPassword({ user }: { user: User }) {
  if (user.signInState !== 'temporary_password' || !user.temporaryPassword) return null
  const { dtIssued, dtExpires, expired } = user.temporaryPassword
  return (
    <Alert variant="light" color={expired ? 'red' : 'orange'} icon={<IconKey size={18} aria-hidden />} title={expired ? 'The temporary password has expired' : 'Has not signed in yet'}>
      Temporary password sent <Time value={dtIssued} />, {expired ? 'expired' : 'expires'} <Time value={dtExpires} />.
    </Alert>
  )
}
