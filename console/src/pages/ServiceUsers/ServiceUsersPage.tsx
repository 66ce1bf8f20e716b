import { Button } from '@mantine/core'
import { IconPlus, IconRobot, IconSearchOff } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { z } from 'zod'
import { useMay } from '~/api/organization'
import { useServiceUsers } from '~/api/serviceUsers'
import type { AccessKey, ServiceUser } from '~/api/types'
import { Count } from '~/components/Count'
import { DataTable, type Column } from '~/components/DataTable'
import { Highlighted } from '~/components/Highlighted'
import page from '~/components/ListPage.module.css'
import { PageActions } from '~/components/PageActions'
import { SearchField } from '~/components/SearchField'
import { Empty } from '~/components/States'
import { StatusBadge } from '~/components/StatusBadge'
import { Time } from '~/components/Time'
import { oneOf, text, useFilters } from '~/filters'
import { useHrefs } from '~/hrefs'
import { CreateServiceUserDialog } from './CreateServiceUserDialog'
import { SecretDialog } from './SecretDialog'

const search = z.object({ q: text, open: oneOf(['create']) })

export default function ServiceUsersPage() {
  const [{ q, open }, setFilters] = useFilters(search)
  const to = useHrefs()
  const router = useRouter()
  const { may } = useMay()
  const list = useServiceUsers(q)
  const [made, setMade] = useState<{ user: ServiceUser; key: AccessKey }>()
  const columns = useMemo<Column<ServiceUser>[]>(
    () => [
      { key: 'name', label: 'Name', width: 'minmax(180px, 2fr)', cell: (user) => <a className="link" href={to.serviceUser(user.id)}><Highlighted text={user.name} part={q} /></a> },
      { key: 'status', label: 'Status', width: 'minmax(110px, 1fr)', cell: (user) => (user.status ? <StatusBadge status={user.status} /> : '—') },
      { key: 'created', label: 'Created', width: 'minmax(120px, 1fr)', minor: true, cell: (user) => <Time value={user.dtCreated} plain /> },
      { key: 'modified', label: 'Last modified', width: 'minmax(120px, 1fr)', cell: (user) => <Time value={user.dtLastModified} plain /> },
    ],
    [q, to],
  )
  return (
    <div className={page.page}>
      <div className={page.list}>
        <div className={page.toolbar}>
          <SearchField label="Search service users" value={q} onChange={(next) => setFilters({ q: next })} />
          <Count total={list.total} one="service user" many="service users" />
          <PageActions>
            {may('createServiceUser') && (
              <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setFilters({ open: 'create' }, { push: true })}>
                Create service user
              </Button>
            )}
          </PageActions>
        </div>
        <DataTable
          label="Service users"
          list={list}
          columns={columns}
          nameOf={(user) => user.name}
          onDetails={(user) => router.history.push(to.serviceUser(user.id))}
          empty={
            q ? (
              <Empty icon={IconSearchOff} title="No service user matches" actions={<Button variant="default" onClick={() => setFilters({ q: undefined })}>Clear the search</Button>} />
            ) : (
              <Empty
                icon={IconRobot}
                title="No service users yet"
                actions={may('createServiceUser') && <Button variant="default" onClick={() => setFilters({ open: 'create' }, { push: true })}>Create the first</Button>}
              >
                A service user is a program that calls the API with an access key.</Empty>
            )
          }
        />
      </div>
      <CreateServiceUserDialog
        opened={open === 'create'}
        onClose={() => setFilters({ open: undefined })}
        onDone={(user, key) => (key ? setMade({ user, key }) : router.history.push(to.serviceUser(user.id)))}
      />
      <SecretDialog
        made={made?.key}
        onDone={() => {
          const id = made?.user.id
          setMade(undefined)
          if (id) router.history.push(to.serviceUser(id))
        }}
      />
    </div>
  )
}
