import { Button, Group } from '@mantine/core'
import { IconArrowUp, IconHistory, IconSearchOff } from '@tabler/icons-react'
import { useState } from 'react'
import { useAuditEvents, type AuditFilters } from '~/api/audit'
import { BrokenOff, Empty, Failed, Waiting } from '~/components/States'
import { AuditRow, type Filter } from './AuditRow'
import classes from './AuditTable.module.css'
import { useNews } from './useNews'

type Props = {
  filters: AuditFilters
  label: string
  /** Narrows the list to what an event has. */
  onFilter?: Filter
  onClear?: () => void
  /** Counts what comes in; it is shown when one asks for it. */
  live?: boolean
}

/** Audit events, newest first; each opens to what was before and after. */
export function AuditTable({ filters, label, onFilter, onClear, live = false }: Props) {
  const list = useAuditEvents(filters)
  const news = useNews(filters, list.rows[0], live && !list.loading && !list.outdated)
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const toggle = (id: string) =>
    setOpened((before) => {
      const next = new Set(before)
      if (!next.delete(id)) next.add(id)
      return next
    })

  if (list.error && list.rows.length === 0) return <Failed error={list.error} again={list.again} />
  if (list.loading) return <Waiting />
  if (list.rows.length === 0) {
    return onClear ? (
      <Empty icon={IconSearchOff} title="No event matches" actions={<Button variant="default" onClick={onClear}>Clear filters</Button>} />
    ) : (
      <Empty icon={IconHistory} title="Nothing has happened yet" />
    )
  }
  return (
    <>
      <div role="status" className={classes.news}>
        {news.count > 0 && (
          <Button size="compact-md" variant="light" leftSection={<IconArrowUp size={15} aria-hidden />} onClick={list.again}>
            {news.more ? `${news.count} and more new events` : news.count === 1 ? '1 new event' : `${news.count} new events`}
          </Button>
        )}
      </div>
      <table className={classes.table} aria-label={label} aria-busy={list.outdated}>
        <thead>
          <tr>
            <th scope="col">
              <span className={classes.hidden}>Details</span>
            </th>
            <th scope="col">When</th>
            <th scope="col">Actor</th>
            <th scope="col">Action</th>
            <th scope="col">Target</th>
            <th scope="col">Outcome</th>
            <th scope="col">Address</th>
          </tr>
        </thead>
        <tbody data-outdated={list.outdated || undefined}>
          {list.rows.map((event) => (
            <AuditRow key={event.id} event={event} opened={opened.has(event.id)} onToggle={toggle} onFilter={onFilter} />
          ))}
        </tbody>
      </table>
      <BrokenOff broken={list.broken} />
      <Group justify="center" p="md">
        {list.hasMore ? (
          <Button variant="default" loading={list.loadingMore} onClick={list.more}>
            Load more
          </Button>
        ) : (
          <span className={classes.end}>{list.rows.length === 1 ? 'One event' : `All ${list.rows.length} events`}</span>
        )}
      </Group>
    </>
  )
}
