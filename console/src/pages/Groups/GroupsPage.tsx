import { Button } from '@mantine/core'
import { IconPlus, IconSearchOff, IconUsersGroup } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import { useMemo } from 'react'
import { z } from 'zod'
import { createGroup, useGroups } from '~/api/groups'
import { useMay, useOrganizationId } from '~/api/organization'
import type { ResourceGroup } from '~/api/types'
import { Count } from '~/components/Count'
import { DataTable, type Column } from '~/components/DataTable'
import { Highlighted } from '~/components/Highlighted'
import page from '~/components/ListPage.module.css'
import { PageActions } from '~/components/PageActions'
import { NameDialog } from '~/components/NameDialog'
import { SearchField } from '~/components/SearchField'
import { Empty } from '~/components/States'
import { Time } from '~/components/Time'
import { showDone } from '~/components/toasts'
import { oneOf, text, useFilters } from '~/filters'
import { useHrefs } from '~/hrefs'

const search = z.object({ q: text, open: oneOf(['create']) })

export default function GroupsPage() {
  const [{ q, open }, setFilters] = useFilters(search)
  const organizationId = useOrganizationId()
  const to = useHrefs()
  const router = useRouter()
  const { may } = useMay()
  const list = useGroups(q)
  const columns = useMemo<Column<ResourceGroup>[]>(
    () => [
      { key: 'name', label: 'Name', width: 'minmax(180px, 2fr)', cell: (group) => <a className="link" href={to.group(group.id)}><Highlighted text={group.name} part={q} /></a> },
      { key: 'members', label: 'Members', width: 'minmax(100px, 1fr)', cell: (group) => group.items?.toLocaleString('en') ?? '—' },
      { key: 'created', label: 'Created', width: 'minmax(120px, 1fr)', minor: true, cell: (group) => <Time value={group.dtCreated} plain /> },
      { key: 'modified', label: 'Last modified', width: 'minmax(120px, 1fr)', cell: (group) => <Time value={group.dtLastModified} plain /> },
    ],
    [q, to],
  )
  const create = () => setFilters({ open: 'create' }, { push: true })
  return (
    <div className={page.page}>
      <div className={page.list}>
        <div className={page.toolbar}>
          <SearchField label="Search groups" value={q} onChange={(next) => setFilters({ q: next })} />
          <Count total={list.total} one="group" many="groups" />
          <PageActions>
            {may('createGroup') && (
              <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={create}>
                Create group
              </Button>
            )}
          </PageActions>
        </div>
        <DataTable
          label="User groups"
          list={list}
          columns={columns}
          nameOf={(group) => group.name}
          onDetails={(group) => router.history.push(to.group(group.id))}
          empty={
            q ? (
              <Empty icon={IconSearchOff} title="No group matches" actions={<Button variant="default" onClick={() => setFilters({ q: undefined })}>Clear the search</Button>} />
            ) : (
              <Empty
                icon={IconUsersGroup}
                title="No user groups yet"
                actions={may('createGroup') && <Button variant="default" onClick={() => setFilters({ open: 'create' }, { push: true })}>Create the first</Button>}
              >
                Groups give permission policies to many users at once.
              </Empty>
            )
          }
        />
      </div>
      <NameDialog
        opened={open === 'create'}
        onClose={() => setFilters({ open: undefined })}
        title="Create group"
        verb="Create group"
        save={(name) => createGroup(organizationId, name)}
        done={(group) => {
          showDone(`${group.name} is created`)
          router.history.push(to.group(group.id))
        }}
      />
    </div>
  )
}
