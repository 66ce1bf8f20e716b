import { Button, Group } from '@mantine/core'
import { IconChevronRight, IconFilter } from '@tabler/icons-react'
import { memo, useId } from 'react'
import type { AuditEvent } from '~/api/types'
import { CopyButton, CopyText } from '~/components/CopyButton'
import { Diff } from '~/components/Diff'
import { Fact, Facts } from '~/components/Facts'
import { StatusBadge } from '~/components/StatusBadge'
import { Time, useAbsolute } from '~/components/Time'
import { hrefs, useHrefs } from '~/hrefs'
import classes from './AuditTable.module.css'
import { changes } from './changes'

export type Filter = (filter: { actor?: string; target?: string; action?: string; ip?: string }) => void
type Props = { event: AuditEvent; opened: boolean; onToggle: (id: string) => void; onFilter?: Filter }

export const AuditRow = memo(function AuditRow({ event, opened, onToggle, onFilter }: Props) {
  const id = useId()
  const to = useHrefs()
  const absolute = useAbsolute()
  const actor = event.actorName || (event.actorType === 'SYSTEM' ? 'Gatehouse' : event.actorType === 'ANONYMOUS' ? 'Somebody' : event.actorId)
  const target = event.targetName || event.targetId || '—'
  const targetHref = hrefOf(event.targetType, event.targetId, to)
  return (
    <>
      <tr className={classes.row} data-opened={opened || undefined}>
        <td>
          <button
            type="button"
            className={classes.toggle}
            aria-expanded={opened}
            aria-controls={opened ? id : undefined}
            aria-label={`Details of ${event.action}, ${target}, ${absolute(event.time)}`}
            onClick={() => onToggle(event.id)}
          >
            <IconChevronRight size={16} aria-hidden />
          </button>
        </td>
        <td data-label="When">
          <Time value={event.time} plain />
        </td>
        <td data-label="Actor">
          {event.actorType === 'USER' && event.actorId ? (
            <a className="link" href={to.user(event.actorId)}>
              <bdi>{actor}</bdi>
            </a>
          ) : (
            <bdi>{actor}</bdi>
          )}
        </td>
        <td data-label="Action">
          <span className="code">{event.action}</span>
        </td>
        <td data-label="Target">
          {targetHref ? (
            <a className="link" href={targetHref}>
              <bdi>{target}</bdi>
            </a>
          ) : (
            <bdi>{target}</bdi>
          )}
        </td>
        <td data-label="Outcome">
          <StatusBadge status={event.outcome} />
        </td>
        <td data-label="Address">
          <bdi className="code">{event.sourceAddress || '—'}</bdi>
        </td>
      </tr>
      {opened && (
        <tr className={classes.more} id={id}>
          <td colSpan={7}>
            <Details event={event} onFilter={onFilter} />
          </td>
        </tr>
      )}
    </>
  )
})

function Details({ event, onFilter }: { event: AuditEvent; onFilter?: Filter }) {
  const absolute = useAbsolute()
  const { before, after, reason } = event.details ?? {}
  const fields = changes(before, after)
  return (
    <div className={classes.details}>
      {fields.length > 0 && (
        <table className={classes.changes} aria-label="Before and after">
          <thead>
            <tr>
              <th scope="col">Field</th>
              <th scope="col">Before</th>
              <th scope="col">After</th>
            </tr>
          </thead>
          <tbody>
            {fields.map((change) => (
              <tr key={change.field}>
                <th scope="row">{change.field}</th>
                {change.long ? (
                  <td colSpan={2}>
                    <Diff label={`${change.field}, before and after`} before={change.before} after={change.after} />
                  </td>
                ) : (
                  <>
                    <td>{change.before ? <del>{change.before}</del> : '—'}</td>
                    <td>{change.after ? <ins>{change.after}</ins> : '—'}</td>
                  </>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Facts>
        <Fact name="Time">{absolute(event.time)}</Fact>
        {reason !== undefined && reason !== null && reason !== '' && (
          <Fact name="Reason">
            <span className="code">{typeof reason === 'string' ? reason : JSON.stringify(reason)}</span>
          </Fact>
        )}
        {event.targetId && (
          <Fact name="Target ID">
            <bdi className="code">{event.targetId}</bdi>
            <CopyButton value={event.targetId} label="Copy the target ID" />
          </Fact>
        )}
        {event.requestId && (
          <Fact name="Request">
            <bdi className="code">{event.requestId}</bdi>
            <CopyButton value={event.requestId} label="Copy the request ID" />
          </Fact>
        )}
      </Facts>
      <Group gap="xs" mt="xs">
        {onFilter && (
          <>
            <FilterButton onClick={() => onFilter({ actor: event.actorId || undefined, action: event.action })}>Like this</FilterButton>
            {event.actorId && <FilterButton onClick={() => onFilter({ actor: event.actorId })}>This actor</FilterButton>}
            {event.targetId && <FilterButton onClick={() => onFilter({ target: event.targetId })}>This target</FilterButton>}
            <FilterButton onClick={() => onFilter({ action: event.action })}>This action</FilterButton>
            {event.sourceAddress && <FilterButton onClick={() => onFilter({ ip: event.sourceAddress })}>This address</FilterButton>}
          </>
        )}
        <CopyText size="compact-sm" value={JSON.stringify(event, null, 2)}>Copy as JSON</CopyText>
      </Group>
    </div>
  )
}

const FilterButton = ({ onClick, children }: { onClick: () => void; children: string }) => (
  <Button size="compact-sm" variant="default" leftSection={<IconFilter size={14} aria-hidden />} onClick={onClick}>
    {children}
  </Button>
)

function hrefOf(type: string | undefined, id: string | undefined, to: ReturnType<typeof hrefs>): string | undefined {
  if (!id) return undefined
  switch (type?.toLowerCase()) {
    case 'user': return to.user(id)
    case 'usergroup': case 'resourcegroup': return to.group(id)
    case 'permissionpolicy': return to.policy(id)
    case 'serviceuser': return to.serviceUser(id)
    case 'application': return to.application(id)
    case 'invitation': case 'orguserinvitation': return `${to.invitations}?invitation=${id}`
    default: return undefined
  }
}
