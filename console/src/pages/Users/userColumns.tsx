import { Checkbox } from '@mantine/core'
import { useMemo } from 'react'
import { useTimeZone } from '~/api/organization'
import type { User } from '~/api/types'
import type { Column } from '~/components/DataTable'
import { dayOf } from '~/components/dates'
import { EndDate } from '~/components/EndDate'
import { Highlighted } from '~/components/Highlighted'
import { Initials } from '~/components/Initials'
import { fullName } from '~/components/names'
import { Time } from '~/components/Time'
import { useHrefs } from '~/hrefs'
import type { UserSearch } from './userFilters'
import { UserStatus } from './UserStatus'
import classes from './UsersPage.module.css'

export const usualColumns = 'name,email,status,end'

/** Every column that the list can show. */
export function useUserColumns(q: string | undefined, status: UserSearch['status'], onStatus: (status: 'all' | undefined) => void) {
  const to = useHrefs()
  const zone = useTimeZone()
  return useMemo<Column<User>[]>(
    () => [
      {
        key: 'name',
        label: 'Name',
        sort: 'name',
        width: 'minmax(170px, 1.4fr)',
        text: fullName,
        cell: (user) => (
          <span className={classes.name}>
            <Initials of={user} />
            <a className="link" href={to.user(user.id)}>
              <Highlighted text={fullName(user)} part={q} />
            </a>
          </span>
        ),
      },
      { key: 'email', label: 'Email address', sort: 'email', width: 'minmax(200px, 1.6fr)', text: (user) => user.email, cell: (user) => <Highlighted text={user.email} part={q} /> },
      {
        key: 'status',
        label: 'Status',
        width: 'minmax(186px, 0.9fr)',
        extra: (
          <Checkbox
            size="xs"
            label="Display Disabled"
            className={classes.disabled}
            checked={status === 'all' || status === 'inactive'}
            onChange={(event) => onStatus(event.currentTarget.checked ? 'all' : undefined)}
          />
        ),
        text: (user) => user.status,
        cell: (user) => <UserStatus user={user} />,
      },
      {
        key: 'end',
        label: 'Access end date',
        sort: 'endAccess',
        width: 'minmax(150px, 0.9fr)',
        minor: true,
        text: (user) => (user.dtEndAccess ? dayOf(user.dtEndAccess, zone) : ''),
        cell: (user) => (user.dtEndAccess ? <EndDate date={dayOf(user.dtEndAccess, zone)} zone={zone} /> : '—'),
      },
      { key: 'userName', label: 'User name', width: 'minmax(110px, 0.9fr)', minor: true, text: (user) => user.userName, cell: (user) => <Highlighted text={user.userName} part={q} /> },
      { key: 'company', label: 'Company', width: 'minmax(110px, 0.9fr)', minor: true, text: (user) => user.company ?? '', cell: (user) => <bdi>{user.company ?? '—'}</bdi> },
      { key: 'title', label: 'Title', width: 'minmax(110px, 0.9fr)', minor: true, text: (user) => user.title ?? '', cell: (user) => <bdi>{user.title ?? '—'}</bdi> },
      { key: 'signIn', label: 'Last sign-in', width: 'minmax(110px, 0.7fr)', minor: true, text: (user) => user.lastSignIn ?? '', cell: (user) => (user.lastSignIn ? <Time value={user.lastSignIn} plain /> : 'Never') },
      { key: 'created', label: 'Created', sort: 'created', width: 'minmax(110px, 0.7fr)', minor: true, text: (user) => user.dtCreated, cell: (user) => <Time value={user.dtCreated} plain /> },
      { key: 'id', label: 'User ID', width: 'minmax(150px, 1fr)', minor: true, text: (user) => user.id, cell: (user) => <bdi className="code">{user.id}</bdi> },
    ],
    [q, status, zone, to, onStatus],
  )
}
