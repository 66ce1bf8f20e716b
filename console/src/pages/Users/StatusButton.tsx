import { Loader } from '@mantine/core'
import type { User } from '~/api/types'
import { ReasonedButton } from '~/components/ReasonedButton'
import type { UserActs } from './useUserActs'

/** Red for the active, green for the inactive. */
export function StatusButton({ user, acts, fullWidth }: { user: User; acts: UserActs; fullWidth?: boolean }) {
  if (!acts.may('updateUser')) return null
  return (
    <ReasonedButton
      color={user.active ? 'red' : 'green'}
      variant={fullWidth ? 'light' : 'filled'}
      fullWidth={fullWidth}
      reason={user.active ? acts.whyActive(user) : undefined}
      // Mantine's own would disable it, and it would lose the focus.
      leftSection={acts.busy && <Loader size={14} color="currentColor" aria-label="Working" />}
      onClick={() => acts.busy || (user.active ? acts.askToDeactivate(user) : acts.activate(user))}
    >
      {user.active ? 'Deactivate User' : 'Activate User'}
    </ReasonedButton>
  )
}
