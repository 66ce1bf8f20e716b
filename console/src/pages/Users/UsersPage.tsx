import { Anchor, Button, Menu, Select } from '@mantine/core'
import {
  IconCopy, IconExternalLink, IconHistory, IconLayoutSidebarRight, IconLink, IconMail, IconPencil, IconSearchOff, IconUserCheck, IconUserOff, IconUserPlus,
  IconUsers,
} from '@tabler/icons-react'
import { useLocation, useRouter } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import type { User } from '~/api/types'
import { useUserCount, useUsers } from '~/api/users'
import { writeClipboard } from '~/components/CopyButton'
import { copyLink } from '~/components/CopyLink'
import { Count } from '~/components/Count'
import { ColumnsMenu, useColumns } from '~/components/columns'
import { DataTable } from '~/components/DataTable'
import page from '~/components/ListPage.module.css'
import { PageActions } from '~/components/PageActions'
import { fullName } from '~/components/names'
import { RowMenu, type Anchor as MenuAnchor } from '~/components/RowMenu'
import { SearchField } from '~/components/SearchField'
import { Empty } from '~/components/States'
import { showDone } from '~/components/toasts'
import { useNow } from '~/components/Time'
import { useFilters } from '~/filters'
import { useHrefs } from '~/hrefs'
import { InviteDialog } from '~/pages/Invitations/InviteDialog'
import { BulkBar } from './BulkBar'
import { CreateUserDialog } from './CreateUserDialog'
import { ExportMenu } from './ExportMenu'
import { useSelectedUsers } from './useSelectedUsers'
import { usualColumns, useUserColumns } from './userColumns'
import { toApi, userSearch } from './userFilters'
import { UserPanel } from './UserPanel'
import { useUserActs } from './useUserActs'
import { ViewsMenu } from './ViewsMenu'

export default function UsersPage() {
  const [filters, setFilters] = useFilters(userSearch)
  const to = useHrefs()
  const router = useRouter()
  const search = useLocation({ select: ({ searchStr }) => searchStr })
  const acts = useUserActs()
  const now = useNow()
  const asked = toApi(filters, now)
  const list = useUsers(asked)
  const [menu, setMenu] = useState<MenuAnchor<User>>()
  const { q, status, ends, sort = 'name' } = filters

  const onStatus = useCallback((next: 'all' | undefined) => setFilters({ status: next }), [setFilters])
  const columns = useUserColumns(q, status, onStatus)
  const onColumns = useCallback((next: string | undefined) => setFilters({ columns: next }), [setFilters])
  const layout = useColumns({ list: 'users', columns, usual: usualColumns, written: filters.columns, onWrite: onColumns })
  const all = useUserCount({}, true)
  const selection = useSelectedUsers(list.rows)
  const open = useCallback((user: User) => setFilters({ user: user.id }, { push: filters.user === undefined }), [setFilters, filters.user])
  const onMenu = useCallback((row: User, button: HTMLElement) => setMenu({ row, button }), [])

  const closePanel = () => setFilters({ user: undefined })
  const openView = (view: Record<string, string>, begin = false) =>
    setFilters({ q: undefined, status: undefined, ends: undefined, sort: undefined, ...userSearch.parse(view) }, { push: !begin })
  const chosen = menu?.row

  return (
    <div className={page.page}>
      <div className={page.list}>
        <div className={page.toolbar}>
          <SearchField label="Search name or e-mail" value={q} onChange={(next) => setFilters({ q: next })} />
          <Select
            w={110}
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
          <Select
            w={128}
            aria-label="End of access"
            placeholder="Any end"
            clearable
            clearButtonProps={{ 'aria-label': 'Any end of access' }}
            data={[
              { value: 'week', label: 'Ends in 7 days' },
              { value: 'month', label: 'Ends in 30 days' },
              { value: 'over', label: 'Has ended' },
            ]}
            comboboxProps={{ width: 170, position: 'bottom-start' }}
            value={ends ?? null}
            onChange={(next) => setFilters({ ends: next === 'week' || next === 'month' || next === 'over' ? next : undefined })}
          />
          <Count total={list.total} all={all} selected={selection.users.length} one="user" many="users" />
          <div className={page.tools}>
            <ViewsMenu search={search} onOpen={openView} />
            <ColumnsMenu columns={columns} layout={layout.layout} onChange={layout.change} onReset={layout.reset} />
            <ExportMenu filters={asked} columns={layout.shown} list={list} />
          </div>
          <PageActions>
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
          </PageActions>
        </div>
        <DataTable
          label="Users"
          list={list}
          columns={layout.shown}
          onResize={layout.resize}
          selection={selection}
          nameOf={nameOf}
          openId={filters.user}
          onOpen={open}
          onDetails={(user) => router.history.push(to.user(user.id))}
          onMenu={onMenu}
          onEdit={acts.may('updateUser') ? acts.edit : undefined}
          sort={sort}
          onSort={(next) => setFilters({ sort: next as typeof sort })}
          empty={<NoUsers q={q} status={status} ends={ends} onShowAll={() => setFilters({ status: 'all' })} onClear={() => setFilters({ q: undefined, status: undefined, ends: undefined })} onInvite={acts.may('invite') ? () => setFilters({ open: 'invite' }, { push: true }) : undefined} />}
        />
        {selection.users.length > 0 && (
          <BulkBar selected={selection.users} filters={asked} total={list.total} onSelect={selection.replace} onClear={selection.clear} />
        )}
      </div>
      {filters.user && <UserPanel id={filters.user} acts={acts} onClose={closePanel} list={list} onMove={(user) => setFilters({ user: user.id })} />}
      <RowMenu anchor={menu} onClose={() => setMenu(undefined)} label={`Actions for ${chosen ? nameOf(chosen) : ''}`}>
        {chosen && (
          <>
            <Menu.Item leftSection={<IconLayoutSidebarRight size={16} aria-hidden />} onClick={() => open(chosen)}>
              Open
            </Menu.Item>
            <Menu.Item leftSection={<IconExternalLink size={16} aria-hidden />} component="a" href={to.user(chosen.id)}>
              Details
            </Menu.Item>
            <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} disabled={!acts.may('updateUser')} onClick={() => acts.edit(chosen)}>
              Edit
            </Menu.Item>
            <Menu.Item leftSection={<IconHistory size={16} aria-hidden />} component="a" href={to.user(chosen.id, 'audit')}>
              Audit Trail
            </Menu.Item>
            <Menu.Item leftSection={<IconCopy size={16} aria-hidden />} onClick={() => void writeClipboard(chosen.id).then(() => showDone('ID copied'))}>
              Copy ID
            </Menu.Item>
            <Menu.Item leftSection={<IconLink size={16} aria-hidden />} onClick={() => copyLink(to.user(chosen.id))}>
              Copy link
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

type Without = { q?: string; status?: string; ends?: string; onShowAll: () => void; onClear: () => void; onInvite?: () => void }

function NoUsers({ q, status = 'active', ends, onShowAll, onClear, onInvite }: Without) {
  const active = status === 'active' && ends === undefined
  const disabled = useUserCount({ q, status: 'INACTIVE' }, active)
  if (!q && active && !disabled) {
    return (
      <Empty icon={IconUsers} title="Nobody here yet" actions={onInvite && <Button variant="default" onClick={onInvite}>Invite somebody</Button>}>
        Who accepts an invitation becomes a user.
      </Empty>
    )
  }
  return (
    <Empty
      icon={IconSearchOff}
      title="No user matches"
      actions={<Button variant="default" onClick={onClear}>Clear filters</Button>}
    >
      {active && disabled ? (
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
