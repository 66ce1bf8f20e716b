import { Button } from '@mantine/core'
import type { User } from '~/api/types'
import type { UserActs } from './useUserActs'

/** Red for the active, green for the inactive. */
export function StatusButton({ user, acts, fullWidth }: { user: User; acts: UserActs; fullWidth?: boolean }) {
  if (!acts.may('updateUser')) return null
  return user.active ? (
    <Button color="red" variant={fullWidth ? 'light' : 'filled'} fullWidth={fullWidth} disabled={acts.isMe(user)} loading={acts.busy} onClick={() => acts.askToDeactivate(user)}>
      Deactivate User
    </Button>
  ) : (
    <Button color="green" variant={fullWidth ? 'light' : 'filled'} fullWidth={fullWidth} loading={acts.busy} onClick={() => acts.activate(user)}>
      Activate User
    </Button>
  )
}
