import { Anchor, Button, Checkbox, Menu, Select } from '@mantine/core'
import {
  IconCopy, IconExternalLink, IconHistory, IconLayoutSidebarRight, IconMail, IconSearchOff, IconUserCheck, IconUserOff, IconUserPlus,
  IconUsers,
} from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { useTimeZone } from '~/api/organization'
import type { User } from '~/api/types'
import { useUserCount, useUsers } from '~/api/users'
import { writeClipboard } from '~/components/CopyButton'
import { Count } from '~/components/Count'
import { DataTable, type Column } from '~/components/DataTable'
import { dayOf } from '~/components/dates'
import { EndDate } from '~/components/EndDate'
import { Highlighted } from '~/components/Highlighted'
import { Initials } from '~/components/Initials'
import page from '~/components/ListPage.module.css'
import { fullName } from '~/components/names'
import { RowMenu, type Anchor as MenuAnchor } from '~/components/RowMenu'
import { SearchField } from '~/components/SearchField'
import { Empty } from '~/components/States'
import { StatusBadge } from '~/components/StatusBadge'
import { showDone } from '~/components/toasts'
import { useFilters } from '~/filters'
import { useHrefs } from '~/hrefs'
import { InviteDialog } from '~/pages/Invitations/InviteDialog'
import { CreateUserDialog } from './CreateUserDialog'
import { toApi, userSearch } from './userFilters'
import { UserPanel } from './UserPanel'
import { useUserActs } from './useUserActs'
import classes from './UsersPage.module.css'

export default function UsersPage() {
  const [filters, setFilters] = useFilters(userSearch)
  const to = useHrefs()
  const zone = useTimeZone()
  const router = useRouter()
  const acts = useUserActs()
  const list = useUsers(toApi(filters))
  const [menu, setMenu] = useState<MenuAnchor<User>>()
  const { q, status, sort = 'name' } = filters

  const columns = useMemo<Column<User>[]>(
    () => [
      {
        key: 'name',
        label: 'Name',
        sort: 'name',
        width: 'minmax(150px, 1.4fr)',
        cell: (user) => (
          <span className={classes.name}>
            <Initials firstName={user.firstName} lastName={user.lastName} />
            <a className="link" href={to.user(user.id)}>
              <Highlighted text={fullName(user)} part={q} />
            </a>
          </span>
        ),
      },
      { key: 'email', label: 'Email address', sort: 'email', width: 'minmax(130px, 1.6fr)', cell: (user) => <Highlighted text={user.email} part={q} /> },
      {
        key: 'status',
        label: 'Status',
        width: 'minmax(196px, 0.9fr)',
        extra: (
          <Checkbox
            size="xs"
            label="Display Disabled"
            className={classes.disabled}
            checked={status !== undefined}
            onChange={(event) => setFilters({ status: event.currentTarget.checked ? 'all' : undefined })}
          />
        ),
        cell: (user) => <StatusBadge status={user.status} />,
      },
      {
        key: 'end',
        label: 'Access end date',
        sort: 'endAccess',
        width: 'minmax(146px, 0.9fr)',
        cell: (user) => (user.dtEndAccess ? <EndDate date={dayOf(user.dtEndAccess, zone)} zone={zone} /> : '—'),
      },
    ],
    [q, status, zone, to, setFilters],
  )
  const open = useCallback((user: User) => setFilters({ user: user.id }, { push: filters.user === undefined }), [setFilters, filters.user])
  const onMenu = useCallback((row: User, button: HTMLElement) => setMenu({ row, button }), [])

  const closePanel = () => {
    const id = filters.user
    setFilters({ user: undefined })
    const index = list.rows.findIndex((row) => row.id === id)
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus())
  }
  const chosen = menu?.row

  return (
    <div className={page.page}>
      <div className={page.list}>
        <div className={page.toolbar}>
          <SearchField label="Search name or e-mail" value={q} onChange={(next) => setFilters({ q: next })} />
          <Select
            w={120}
            aria-label="Status"
            allowDeselect={false}
            data={[
              { value: 'active', label: 'Active' },
              { value: 'inactive', label: 'Inactive' },
              { value: 'all', label: 'All' },
            ]}
            value={status ?? 'active'}
            onChange={(next) => setFilters({ status: next === 'all' || next === 'inactive' ? next : undefined })}
                     />
          <Count total={list.total} one="user" many="users" />
          <div className={page.actions}>
            {acts.may('createUser') && (
              <Button variant="default" leftSection={<IconUserPlus size={16} aria-hidden />} onClick={() => setFilters({ open: 'create' }, { push: true })}>
                Create user
              </Button>
            )}
            {acts.may('invite') && (
              <Button leftSection={<IconMail size={16} aria-hidden />} onClick={() => setFilters({ open: 'invite' }, { push: true })}>
                Invite users
              </Button>
            )}
          </div>
        </div>
        <DataTable
          label="Users"
          list={list}
          columns={columns}
          nameOf={nameOf}
          openId={filters.user}
          onOpen={open}
          onDetails={(user) => router.history.push(to.user(user.id))}
          onMenu={onMenu}
          sort={sort}
          onSort={(next) => setFilters({ sort: next as typeof sort })}
          empty={<NoUsers q={q} status={status} onShowAll={() => setFilters({ status: 'all' })} onClear={() => setFilters({ q: undefined, status: undefined })} />}
        />
      </div>
      {filters.user && <UserPanel id={filters.user} acts={acts} onClose={closePanel} rows={list.rows} onMove={(user) => setFilters({ user: user.id })} />}
      <RowMenu anchor={menu} onClose={() => setMenu(undefined)} label={`Actions for ${chosen ? nameOf(chosen) : ''}`}>
        {chosen && (
          <>
            <Menu.Item leftSection={<IconLayoutSidebarRight size={16} aria-hidden />} onClick={() => open(chosen)}>
              Open
            </Menu.Item>
            <Menu.Item leftSection={<IconExternalLink size={16} aria-hidden />} component="a" href={to.user(chosen.id)}>
              Details
            </Menu.Item>
            <Menu.Item leftSection={<IconHistory size={16} aria-hidden />} component="a" href={to.user(chosen.id, 'audit')}>
              Audit Trail
            </Menu.Item>
            <Menu.Item leftSection={<IconCopy size={16} aria-hidden />} onClick={() => void writeClipboard(chosen.id).then(() => showDone('ID copied'))}>
              Copy ID
            </Menu.Item>
            <Menu.Divider />
            {acts.canResend(chosen) && (
              <Menu.Item leftSection={<IconMail size={16} aria-hidden />} onClick={() => acts.resend(chosen)}>
                Resend temporary password
              </Menu.Item>
            )}
            {chosen.active ? (
              <Menu.Item
                color="var(--mantine-color-error)"
                leftSection={<IconUserOff size={16} aria-hidden />}
                disabled={acts.isMe(chosen) || !acts.may('updateUser')}
                onClick={() => acts.askToDeactivate(chosen)}
              >
                {acts.isMe(chosen) ? 'You cannot deactivate yourself' : 'Deactivate User'}
              </Menu.Item>
            ) : (
              <Menu.Item
                leftSection={<IconUserCheck size={16} aria-hidden />}
                disabled={!acts.may('updateUser')}
                onClick={() => acts.activate(chosen)}
              >
                Activate User
              </Menu.Item>
            )}
          </>
        )}
      </RowMenu>
      {acts.dialog}
      <InviteDialog opened={filters.open === 'invite'} onClose={() => setFilters({ open: undefined })} />
      <CreateUserDialog opened={filters.open === 'create'} onClose={() => setFilters({ open: undefined })} />
    </div>
  )
}

const nameOf = (user: User) => `${fullName(user)}, ${user.email}`

type Without = { q?: string; status?: string; onShowAll: () => void; onClear: () => void }

function NoUsers({ q, status, onShowAll, onClear }: Without) {
  const disabled = useUserCount({ q, status: 'INACTIVE' }, status === undefined)
  if (!q && status === undefined && !disabled) return <Empty icon={IconUsers} title="Nobody here yet">Invite the first users with “Invite users”.</Empty>
  return (
    <Empty
      icon={IconSearchOff}
      title="No user matches"
      actions={<Button variant="default" onClick={onClear}>Clear filters</Button>}
    >
      {status === undefined && disabled ? (
        <>
          {disabled} disabled {disabled === 1 ? 'user matches' : 'users match'}.{' '}
          <Anchor component="button" type="button" inherit onClick={onShowAll}>
            Show
          </Anchor>
        </>
      ) : (
        'Try fewer letters or another status.'
      )}
    </Empty>
  )
}
