import type { User } from '~/api/types'
import { dayOf } from '~/components/dates'

/** All that a file says of a user. */
export const userHead = ['User name', 'First name', 'Last name', 'Full name', 'Company', 'Initials', 'Title', 'Email address', 'Status', 'Access end date', 'Last sign-in', 'Created', 'Last modified', 'User ID']

export const userRow = (user: User, zone: string) => [
  user.userName,
  user.firstName,
  user.lastName,
  user.fullName ?? '',
  user.company ?? '',
  user.initials ?? '',
  user.title ?? '',
  user.email,
  user.status,
  user.dtEndAccess ? dayOf(user.dtEndAccess, zone) : '',
  user.lastSignIn ?? '',
  user.dtCreated,
  user.dtLastModified,
  user.id,
]
