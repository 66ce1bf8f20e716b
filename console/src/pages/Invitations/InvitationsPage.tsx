import { Button, Menu, Select } from '@mantine/core'
import { IconInfoCircle, IconMail, IconMailOff, IconSearchOff, IconSend } from '@tabler/icons-react'
import { useCallback, useMemo, useState } from 'react'
import { z } from 'zod'
import { useInvitations } from '~/api/invitations'
import { useMay, useTimeZone } from '~/api/organization'
import { usePolicies } from '~/api/policies'
import type { Invitation } from '~/api/types'
import { Count } from '~/components/Count'
import { DataTable, type Column } from '~/components/DataTable'
import { dayOf } from '~/components/dates'
import { EndDate } from '~/components/EndDate'
import { Highlighted } from '~/components/Highlighted'
import page from '~/components/ListPage.module.css'
import { PageActions } from '~/components/PageActions'
import { fullName } from '~/components/names'
import { RowMenu, type Anchor } from '~/components/RowMenu'
import { SearchField } from '~/components/SearchField'
import { Empty } from '~/components/States'
import { StatusBadge } from '~/components/StatusBadge'
import { Time } from '~/components/Time'
import { oneOf, text, useFilters } from '~/filters'
import { BulkInvitations } from './BulkInvitations'
import { InvitationDialog } from './InvitationDialog'
import { InviteDialog } from './InviteDialog'
import { useInvitationActs } from './useInvitationActs'

const states = ['PENDING', 'ACCEPTED', 'DECLINED', 'CANCELLED', 'EXPIRED', 'SUPERSEDED'] as const
const search = z.object({ q: text, status: oneOf(states), invitation: text, open: oneOf(['invite']) })

export default function InvitationsPage() {
  const [filters, setFilters] = useFilters(search)
  const list = useInvitations({ q: filters.q, status: filters.status })
  const policies = usePolicies()
  const zone = useTimeZone()
  const { may } = useMay()
  const acts = useInvitationActs()
  const [menu, setMenu] = useState<Anchor<Invitation>>()
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const clear = useCallback(() => setSelected(new Set()), [])
  const chosenRows = list.rows.filter(({ id }) => selected.has(id))
  const selection = {
    has: (id: string) => selected.has(id),
    set: (rows: Invitation[], on: boolean) =>
      setSelected((before) => {
        const ids = rows.map(({ id }) => id)
        return new Set(on ? [...before, ...ids] : [...before].filter((id) => !ids.includes(id)))
      }),
  }
  const { q } = filters

  const { resend } = acts
  const mayInvite = may('invite')

  const policyNames = useMemo(() => new Map(policies.rows.map(({ id, name }) => [id, name])), [policies.rows])
  const columns = useMemo<Column<Invitation>[]>(
    () => [
      {
        key: 'email',
        label: 'Email address',
        width: 'minmax(200px, 1.6fr)',
        cell: (invitation) => (
          <a className="link" href={`?invitation=${invitation.id}`} onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return
            event.preventDefault()
            setFilters({ invitation: invitation.id }, { push: true })
          }}>
            <Highlighted text={invitation.email} part={q} />
          </a>
        ),
      },
      { key: 'name', label: 'Name', width: 'minmax(120px, 1fr)', minor: true, cell: (invitation) => <Highlighted text={nameOf(invitation)} part={q} /> },
      { key: 'status', label: 'Status', width: '130px', cell: (invitation) => <StatusBadge status={invitation.status} /> },
      { key: 'sent', label: 'Sent', width: '110px', cell: (invitation) => (isUndelivered(invitation) ? <span className="warning">Not delivered</span> : <Time value={invitation.dtSent ?? invitation.dtCreated} plain />) },
      { key: 'expires', label: 'Expires', width: 'minmax(150px, 0.8fr)', cell: (invitation) => invitation.status === 'PENDING' || invitation.status === 'EXPIRED' ? (
        <>
          <EndDate date={dayOf(invitation.dtExpiry, zone)} zone={zone} />
          {invitation.status === 'EXPIRED' && mayInvite && (
            <button type="button" className="textButton" aria-label={`Resend the invitation of ${invitation.email}`} onClick={() => resend(invitation)}>
              Resend
            </button>
          )}
        </>
      ) : '—' },
      { key: 'by', label: 'Invited by', width: 'minmax(110px, 0.8fr)', minor: true, cell: (invitation) => <bdi>{invitation.invitingPrincipalName ?? '—'}</bdi> },
      { key: 'policies', label: 'Policies', width: 'minmax(110px, 1fr)', minor: true, cell: (invitation) => (invitation.permissionPolicyIds ?? []).map((id) => policyNames.get(id) ?? 'Unknown').join(', ') || '—' },
    ],
    [q, zone, policyNames, setFilters, mayInvite, resend],
  )
  const onMenu = useCallback((row: Invitation, button: HTMLElement) => setMenu({ row, button }), [])
  const chosen = menu?.row
  const filtered = q !== undefined || filters.status !== undefined

  return (
    <div className={page.page}>
      <div className={page.list}>
        <div className={page.toolbar}>
          <SearchField label="Search e-mail or name" value={q} onChange={(next) => setFilters({ q: next })} />
          <Select
            w={150}
            aria-label="Status"
            placeholder="Any status"
            clearable
            clearButtonProps={{ 'aria-label': 'Any status' }}
            data={states.map((value) => ({ value, label: value[0] + value.slice(1).toLowerCase() }))}
            value={filters.status ?? null}
            onChange={(next) => setFilters({ status: (next as (typeof states)[number]) ?? undefined })}
          />
          <Count total={list.total} one="invitation" many="invitations" />
          <PageActions>
            {may('invite') && (
              <Button leftSection={<IconMail size={16} aria-hidden />} onClick={() => setFilters({ open: 'invite' }, { push: true })}>
                Invite users
              </Button>
            )}
          </PageActions>
        </div>
        <DataTable
          label="Invitations"
          list={list}
          columns={columns}
          nameOf={(invitation) => invitation.email}
          onOpen={(invitation) => setFilters({ invitation: invitation.id }, { push: true })}
          onMenu={onMenu}
          selection={acts.mayAny ? selection : undefined}
          empty={
            filtered ? (
              <Empty icon={IconSearchOff} title="No invitation matches" actions={<Button variant="default" onClick={() => setFilters({ q: undefined, status: undefined })}>Clear filters</Button>} />
            ) : (
              <Empty
                icon={IconMail}
                title="No invitations yet"
                actions={may('invite') && <Button variant="default" onClick={() => setFilters({ open: 'invite' }, { push: true })}>Invite somebody</Button>}
              >
                Invited people stand here until they accept; then they are users.
              </Empty>
            )
          }
        />
        {chosenRows.length > 0 && <BulkInvitations selected={chosenRows} acts={acts} onClear={clear} />}
      </div>
      <RowMenu anchor={menu} onClose={() => setMenu(undefined)} label={`Actions for ${chosen?.email ?? ''}`}>
        {chosen && (
          <>
            <Menu.Item leftSection={<IconInfoCircle size={16} aria-hidden />} onClick={() => setFilters({ invitation: chosen.id }, { push: true })}>
              Details
            </Menu.Item>
            {acts.canResend(chosen) && (
              <Menu.Item leftSection={<IconSend size={16} aria-hidden />} onClick={() => acts.resend(chosen)}>
                Resend
              </Menu.Item>
            )}
            {acts.canRevoke(chosen) && (
              <Menu.Item color="var(--mantine-color-error)" leftSection={<IconMailOff size={16} aria-hidden />} onClick={() => acts.askToRevoke(chosen)}>
                Revoke
              </Menu.Item>
            )}
          </>
        )}
      </RowMenu>
      <InvitationDialog id={filters.invitation} acts={acts} onClose={() => setFilters({ invitation: undefined })} />
      <InviteDialog opened={filters.open === 'invite'} onClose={() => setFilters({ open: undefined })} />
      {acts.dialog}
    </div>
  )
}

const isUndelivered = ({ delivery, deliveryError, status }: Invitation) =>
  status === 'PENDING' && delivery === 'failed' && deliveryError !== 'withdrawn'

const nameOf = (invitation: Invitation) => (invitation.firstName || invitation.lastName ? fullName(invitation) : '—')
