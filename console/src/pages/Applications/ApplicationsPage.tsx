import { Button } from '@mantine/core'
import { IconApps, IconPlus, IconSearchOff } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import { useMemo } from 'react'
import { z } from 'zod'
import { useApplications } from '~/api/applications'
import { useMay } from '~/api/organization'
import type { Application } from '~/api/types'
import { Count } from '~/components/Count'
import { DataTable, type Column } from '~/components/DataTable'
import { Highlighted } from '~/components/Highlighted'
import page from '~/components/ListPage.module.css'
import { PageHead } from '~/components/Page'
import { SearchField } from '~/components/SearchField'
import { Empty } from '~/components/States'
import { Time } from '~/components/Time'
import { showDone } from '~/components/toasts'
import { oneOf, text, useFilters } from '~/filters'
import { useHrefs } from '~/hrefs'
import { ApplicationDialog } from './ApplicationDialog'

const search = z.object({ q: text, open: oneOf(['create']) })

/** The programs that ask Gatehouse for decisions, and the words that policies can use for them. */
export default function ApplicationsPage() {
  const [{ q, open }, setFilters] = useFilters(search)
  const to = useHrefs()
  const router = useRouter()
  const { may } = useMay()
  const list = useApplications(q)
  const columns = useMemo<Column<Application>[]>(
    () => [
      { key: 'name', label: 'Name', width: 'minmax(150px, 1.3fr)', cell: (application) => <a className="link" href={to.application(application.id)}><Highlighted text={application.name} part={q} /></a> },
      { key: 'service', label: 'Service', width: 'minmax(110px, 1fr)', cell: (application) => <bdi className="code"><Highlighted text={application.service} part={q} /></bdi> },
      { key: 'types', label: 'Resource types', width: 'minmax(130px, 1.5fr)', cell: (application) => <bdi>{application.types.join(', ')}</bdi> },
      { key: 'actions', label: 'Actions', width: 'minmax(130px, 1.5fr)', cell: (application) => <bdi>{application.actions.join(', ')}</bdi> },
      { key: 'modified', label: 'Last modified', width: 'minmax(120px, 0.8fr)', minor: true, cell: (application) => <Time value={application.dtLastModified} plain /> },
    ],
    [q, to],
  )
  const add = may('createApplication') && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setFilters({ open: 'create' }, { push: true })}>
      Add application
    </Button>
  )
  return (
    <div className={page.titled}>
      <PageHead title="Applications" actions={add} />
      <div className={page.page}>
        <div className={page.list}>
          <div className={page.toolbar}>
            <SearchField label="Search applications" value={q} onChange={(next) => setFilters({ q: next })} />
            <Count total={list.total ?? (list.loading || list.hasMore ? undefined : list.rows.length)} one="application" many="applications" />
          </div>
          <DataTable
            label="Applications"
            list={list}
            columns={columns}
            nameOf={(application) => application.name}
            onDetails={(application) => router.history.push(to.application(application.id))}
            empty={
              q ? (
                <Empty icon={IconSearchOff} title="No application matches" actions={<Button variant="default" onClick={() => setFilters({ q: undefined })}>Clear the search</Button>} />
              ) : (
                <Empty
                  icon={IconApps}
                  title="No applications yet"
                  actions={may('createApplication') && <Button variant="default" onClick={() => setFilters({ open: 'create' }, { push: true })}>Add the first</Button>}
                >
                  An application asks Gatehouse who may do what. Register its resource types and actions, and policies can name them.
                </Empty>
              )
            }
          />
        </div>
      </div>
      <ApplicationDialog
        opened={open === 'create'}
        onClose={() => setFilters({ open: undefined })}
        onDone={(application) => {
          showDone(`${application.name} is added`)
          router.history.push(to.application(application.id))
        }}
      />
    </div>
  )
}
