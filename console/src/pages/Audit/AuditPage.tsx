import { Button, Group, Select, Switch } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useNow } from '~/components/Time'
import page from '~/components/ListPage.module.css'
import { EndlessDay } from './EndlessDay'
import { PageHead } from '~/components/Page'
import { SearchField } from '~/components/SearchField'
import { useFilters } from '~/filters'
import { useUser } from '~/api/users'
import { fullName } from '~/components/names'
import { askedAt, auditSearch, ranges, toAuditFilters } from './auditFilters'
import { AuditTable } from './AuditTable'
import { UserFilter } from './UserFilter'
import classes from './AuditPage.module.css'

const none = { actor: undefined, target: undefined, action: undefined, outcome: undefined, ip: undefined, range: undefined, from: undefined, to: undefined }

export default function AuditPage() {
  const [filters, setFilters] = useFilters(auditSearch)
  const [live, setLive] = useState(true)
  const asked = toAuditFilters(filters, askedAt(JSON.stringify(filters), useNow()))
  const filtered = Object.values(filters).some((value) => value !== undefined)
  return (
    <div className={page.titled}>
      <PageHead title="Audit trail" />
      <div className={classes.filters} role="search" aria-label="Filters">
        <UserFilter label="Actor" value={filters.actor} onChange={(actor) => setFilters({ actor })} />
        {filters.target ? (
          <TargetFilter id={filters.target} onClear={() => setFilters({ target: undefined })} />
        ) : (
          <UserFilter label="Target" value={filters.target} onChange={(target) => setFilters({ target })} />
        )}
        <SearchField label="Action, such as user.deactivate" value={filters.action} onChange={(action) => setFilters({ action })} />
        <Select
          w={130}
          aria-label="Outcome"
          placeholder="Any outcome"
          clearable
          clearButtonProps={{ 'aria-label': 'Any outcome' }}
          data={[
            { value: 'SUCCESS', label: 'Success' },
            { value: 'DENIED', label: 'Denied' },
            { value: 'FAILED', label: 'Failed' },
          ]}
          value={filters.outcome ?? null}
          onChange={(outcome) => setFilters({ outcome: (outcome as 'SUCCESS') ?? undefined })}
        />
        <Select
          w={150}
          aria-label="Time range"
          placeholder="Any time"
          clearable
          clearButtonProps={{ 'aria-label': 'Any time' }}
          data={[...Object.entries(ranges).map(([value, label]) => ({ value, label })), { value: 'days', label: 'From … to …' }]}
          value={filters.range ?? null}
          onChange={(range) => setFilters({ range: (range as 'day') ?? undefined, from: undefined, to: undefined })}
        />
        {filters.range === 'days' && (
          <Group gap="xs">
            <EndlessDay label="From" value={filters.from} onChange={(from) => setFilters({ from })} />
            <EndlessDay label="To" value={filters.to} onChange={(to) => setFilters({ to })} />
          </Group>
        )}
        <SearchField label="Network address" value={filters.ip} onChange={(ip) => setFilters({ ip })} />
        {filtered && (
          <Button variant="subtle" size="compact-md" onClick={() => setFilters(none)}>
            Clear filters
          </Button>
        )}
        <Switch label="Live" checked={live} onChange={(event) => setLive(event.currentTarget.checked)} ms="auto" />
      </div>
      <div className={classes.table}>
        <AuditTable
          label="Audit trail"
          filters={asked}
          live={live}
          onFilter={(filter) => setFilters(filter, { push: true })}
          onClear={filtered ? () => setFilters(none) : undefined}
        />
      </div>
    </div>
  )
}

function TargetFilter({ id, onClear }: { id: string; onClear: () => void }) {
  const { data } = useUser(id)
  return (
    <Button variant="light" rightSection={<IconX size={14} aria-hidden />} onClick={onClear} aria-label="Clear the target filter">
      Target: <bdi>{data ? fullName(data) : `${id.slice(0, 8)}…`}</bdi>
    </Button>
  )
}
