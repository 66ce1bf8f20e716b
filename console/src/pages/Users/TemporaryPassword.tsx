import { Alert, Text } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useAuditEvents } from '~/api/audit'
import { useMay } from '~/api/organization'
import type { User } from '~/api/types'
import { Time } from '~/components/Time'

/** How it stands with the temporary password of who has not signed in yet. */
export function TemporaryPassword({ user }: { user: User }) {
  return user.signInState === 'temporary_password' && user.temporaryPassword ? <State user={user} temporary={user.temporaryPassword} /> : null
}

const sending = ['user.create', 'user.password.resend']

function State({ user, temporary }: { user: User; temporary: NonNullable<User['temporaryPassword']> }) {
  const { administrator } = useMay()
  // Who may not read the audit trail is not told who sent it.
  const { rows } = useAuditEvents({ target: user.id, action: 'user.' })
  const sender = rows.find(({ action, outcome }) => outcome === 'SUCCESS' && sending.includes(action))?.actorName
  const { dtIssued, dtExpires, expired } = temporary
  return (
    <Alert variant="light" color={expired ? 'red' : 'orange'} icon={<IconKey size={18} aria-hidden />} title={expired ? 'The temporary password has expired' : 'Has not signed in yet'}>
      Temporary password sent <Time value={dtIssued} />
      {sender && <> by <bdi>{sender}</bdi></>}, not used yet; {expired ? 'expired' : 'expires'} <Time value={dtExpires} />
      {!administrator && <Text mt={4}>An administrator can send a new one.</Text>}
    </Alert>
  )
}
