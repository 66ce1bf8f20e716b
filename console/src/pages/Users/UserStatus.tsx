import type { User } from '~/api/types'
import { StatusBadge } from '~/components/StatusBadge'
import classes from './UserStatus.module.css'

/** ACTIVE or INACTIVE, and what is particular about it. */
export function UserStatus({ user }: { user: User }) {
  const note = noteOf(user)
  return (
    <span className={classes.status}>
      <StatusBadge status={user.status} />{' '}
      {note && <span className={classes.note}>{note}</span>}
    </span>
  )
}

function noteOf(user: User): string | undefined {
  if (user.active && user.status === 'INACTIVE') return 'access ended'
  if (user.signInState === 'temporary_password') return user.temporaryPassword?.expired ? 'password expired' : 'not signed in yet'
  return undefined
}
