import { Button } from '@mantine/core'
import { IconLock, IconPlus, IconSearchOff } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import { useMemo } from 'react'
import { z } from 'zod'
import { useMay } from '~/api/organization'
import { usePolicies } from '~/api/policies'
import type { PermissionPolicy } from '~/api/types'
import { Count } from '~/components/Count'
import { DataTable, type Column } from '~/components/DataTable'
import { Highlighted } from '~/components/Highlighted'
import page from '~/components/ListPage.module.css'
import { PageActions } from '~/components/PageActions'
import { SearchField } from '~/components/SearchField'
import { Empty } from '~/components/States'
import { Time } from '~/components/Time'
import { text, useFilters } from '~/filters'
import { useHrefs } from '~/hrefs'

const search = z.object({ q: text })

export default function PoliciesPage() {
  const [{ q }, setFilters] = useFilters(search)
  const to = useHrefs()
  const router = useRouter()
  const { may } = useMay()
  const list = usePolicies(q)
  const columns = useMemo<Column<PermissionPolicy>[]>(
    () => [
      { key: 'name', label: 'Name', width: 'minmax(180px, 2fr)', cell: (policy) => <a className="link" href={to.policy(policy.id)}><Highlighted text={policy.name} part={q} /></a> },
      {
        key: 'type',
        label: 'Type',
        width: 'minmax(110px, 1fr)',
        cell: (policy) => (policy.managedPolicy ? <><IconLock size={14} aria-hidden /> Managed</> : 'Custom'),
      },
      { key: 'statements', label: 'Statements', width: 'minmax(100px, 1fr)', cell: (policy) => policy.permissionPolicy.length },
      { key: 'users', label: 'Users', width: '90px', minor: true, cell: (policy) => policy.attachments?.users.toLocaleString('en') ?? '—' },
      { key: 'groups', label: 'Groups', width: '90px', minor: true, cell: (policy) => policy.attachments?.userGroups.toLocaleString('en') ?? '—' },
      { key: 'serviceUsers', label: 'Service users', width: '110px', minor: true, cell: (policy) => policy.attachments?.serviceUsers.toLocaleString('en') ?? '—' },
      { key: 'modified', label: 'Last modified', width: 'minmax(120px, 1fr)', minor: true, cell: (policy) => (policy.managedPolicy ? '—' : <Time value={policy.dtLastModified} plain />) },
    ],
    [q, to],
  )
  return (
    <div className={page.page}>
      <div className={page.list}>
        <div className={page.toolbar}>
          <SearchField label="Search policies" value={q} onChange={(next) => setFilters({ q: next })} />
          <Count total={list.total} one="policy" many="policies" />
          <PageActions>
            {may('createPolicy') && (
              <Button component="a" href={to.newPolicy} leftSection={<IconPlus size={16} aria-hidden />}>
                Create policy
              </Button>
            )}
          </PageActions>
        </div>
        <DataTable
          label="Permission policies"
          list={list}
          columns={columns}
          nameOf={(policy) => policy.name}
          onDetails={(policy) => router.history.push(to.policy(policy.id))}
          empty={<Empty icon={IconSearchOff} title="No policy matches" actions={<Button variant="default" onClick={() => setFilters({ q: undefined })}>Clear the search</Button>} />}
        />
      </div>
    </div>
  )
}
