import { Button, Menu, Select } from '@mantine/core'
import { IconDatabase, IconPencil, IconPlus, IconSearchOff, IconTrash } from '@tabler/icons-react'
import { useCallback, useMemo, useState } from 'react'
import { z } from 'zod'
import { useMay, useOrganizationId } from '~/api/organization'
import { createResource, deleteResource, useResources } from '~/api/resources'
import type { Application, Resource } from '~/api/types'
import { ConfirmDialog } from '~/components/ConfirmDialog'
import { Count } from '~/components/Count'
import { DataTable, type Column } from '~/components/DataTable'
import { Highlighted } from '~/components/Highlighted'
import page from '~/components/ListPage.module.css'
import { RowMenu, type Anchor } from '~/components/RowMenu'
import { SearchField } from '~/components/SearchField'
import { Empty } from '~/components/States'
import { Time } from '~/components/Time'
import { useRemoval } from '~/components/useRemoval'
import { oneOf, text, useFilters } from '~/filters'
import { AddResourceDialog, EditResourceDialog } from './ResourceDialog'
import classes from './Words.module.css'

const search = z.object({ q: text, type: text, open: oneOf(['add']), resource: text })

/** The application's resources that have been registered, one type at a time. */
export function Resources({ application }: { application: Application }) {
  const [filters, setFilters] = useFilters(search)
  const organizationId = useOrganizationId()
  const { may } = useMay()
  const types = application.types.map((type) => `${application.service}:${type}`)
  const type = types.find((known) => known === filters.type) ?? types[0]!
  const list = useResources(type, filters.q)
  const [menu, setMenu] = useState<Anchor<Resource>>()
  const [asked, setAsked] = useState<Resource>()
  const removal = useRemoval<Resource>({
    remove: ({ id }) => deleteResource(organizationId, id),
    restore: (gone) => createResource(organizationId, { type: gone.type, resourceId: gone.resourceId, properties: gone.properties }),
    told: ({ resourceId }) => `${resourceId} is deleted`,
  })
  const columns = useMemo<Column<Resource>[]>(
    () => [
      { key: 'id', label: 'Resource ID', width: 'minmax(150px, 1fr)', cell: (resource) => <Highlighted text={resource.resourceId} part={filters.q} /> },
      { key: 'properties', label: 'Properties', width: 'minmax(180px, 2fr)', cell: (resource) => <bdi className="code">{JSON.stringify(resource.properties)}</bdi> },
      { key: 'modified', label: 'Last modified', width: 'minmax(120px, 0.6fr)', minor: true, cell: (resource) => <Time value={resource.dtLastModified} plain /> },
    ],
    [filters.q],
  )
  const edit = useCallback((resource: Resource) => setFilters({ resource: resource.id }, { push: true }), [setFilters])
  const onMenu = useCallback((row: Resource, button: HTMLElement) => setMenu({ row, button }), [])
  const chosen = menu?.row
  return (
    <div className={classes.resources}>
      <div className={page.toolbar}>
        <SearchField label="Search resource IDs" value={filters.q} onChange={(q) => setFilters({ q })} />
        <Select w={210} aria-label="Type" data={types} value={type} allowDeselect={false} onChange={(next) => setFilters({ type: next ?? undefined })} />
        <Count total={list.total} one="resource" many="resources" />
        <div className={page.actions}>
          {may('createResource') && (
            <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setFilters({ open: 'add' }, { push: true })}>
              Add resource
            </Button>
          )}
        </div>
      </div>
      <DataTable
        label="Resources"
        list={list}
        columns={columns}
        nameOf={(resource) => resource.resourceId}
        onOpen={may('updateResource') ? edit : undefined}
        onMenu={may('updateResource') || may('deleteResource') ? onMenu : undefined}
        empty={
          filters.q ? (
            <Empty icon={IconSearchOff} title="No resource matches" actions={<Button variant="default" onClick={() => setFilters({ q: undefined })}>Clear the search</Button>} />
          ) : (
            <Empty icon={IconDatabase} title="No resources of this type yet">
              Register a resource when policies decide by its properties, such as its owner or status. Decisions about others work too.
            </Empty>
          )
        }
      />
      <RowMenu anchor={menu} onClose={() => setMenu(undefined)} label={`Actions for ${chosen?.resourceId ?? ''}`}>
        {chosen && may('updateResource') && (
          <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={() => edit(chosen)}>
            Edit
          </Menu.Item>
        )}
        {chosen && may('deleteResource') && (
          <Menu.Item color="var(--mantine-color-error)" leftSection={<IconTrash size={16} aria-hidden />} onClick={() => setAsked(chosen)}>
            Delete
          </Menu.Item>
        )}
      </RowMenu>
      <AddResourceDialog opened={filters.open === 'add'} onClose={() => setFilters({ open: undefined })} types={types} type={type} />
      <EditResourceDialog resource={list.rows.find(({ id }) => id === filters.resource)} onClose={() => setFilters({ resource: undefined })} />
      <ConfirmDialog
        opened={asked !== undefined}
        onClose={() => setAsked(undefined)}
        title={`Delete ${asked?.resourceId}?`}
        verb="Delete"
        onConfirm={() => {
          if (asked) removal.mutate(asked)
          setAsked(undefined)
        }}
      >
        Its properties no longer take part in decisions. Policies that name it stay.
      </ConfirmDialog>
    </div>
  )
}
