import { JsonInput, Select, Stack, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useChange } from '~/api/change'
import { useOrganizationId } from '~/api/organization'
import { createResource, updateResource, type Properties } from '~/api/resources'
import type { Resource } from '~/api/types'
import { FormButtons } from '~/components/FormButtons'
import { FormProblem } from '~/components/FormProblem'
import { StaleChanges, useBase } from '~/components/StaleChanges'
import { showDone } from '~/components/toasts'
import { FormDialog, useFormDialog } from '~/components/Unsaved'
import { readProperties, writeProperties } from './properties'

/** Registers a resource of one of the types. */
export function AddResourceDialog({ opened, onClose, types, type }: { opened: boolean; onClose: () => void; types: string[]; type: string }) {
  return (
    <FormDialog opened={opened} onClose={onClose} title="Add resource" size="lg">
      <AddForm types={types} initialType={type} onClose={onClose} />
    </FormDialog>
  )
}

/** Replaces the properties of a resource. */
export function EditResourceDialog({ resource, onClose }: { resource: Resource | undefined; onClose: () => void }) {
  return (
    <FormDialog opened={resource !== undefined} onClose={onClose} title={resource ? `Edit ${resource.resourceId}` : ''} size="lg">
      {resource && <EditForm resource={resource} onClose={onClose} />}
    </FormDialog>
  )
}

function AddForm({ types, initialType, onClose }: { types: string[]; initialType: string; onClose: () => void }) {
  const organizationId = useOrganizationId()
  const [type, setType] = useState(initialType)
  const [resourceId, setResourceId] = useState('')
  const [text, setText] = useState('{}')
  const [tried, setTried] = useState(false)
  const close = useFormDialog(resourceId !== '' || text !== '{}')
  const create = useChange((properties: Properties) => createResource(organizationId, { type, resourceId: resourceId.trim(), properties }), {
    quiet: true,
    done: (made) => {
      showDone(`${made.resourceId} is added`)
      onClose()
    },
  })
  const atId = create.error?.field === 'resourceId' || create.error?.code === 'already_exists' ? create.error.message : undefined
  const read = readProperties(text)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (resourceId.trim() !== '' && 'properties' in read && !create.isPending) create.mutate(read.properties)
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {!atId && <FormProblem error={create.error} />}
        <Select label="Type" data={types} value={type} onChange={(next) => setType(next ?? type)} allowDeselect={false} />
        <TextInput
          label="Resource ID"
          description="As the application calls it; it cannot be changed later."
          withAsterisk
          data-autofocus
          autoComplete="off"
          spellCheck={false}
          value={resourceId}
          error={atId ?? (tried && resourceId.trim() === '' ? 'Write an ID.' : undefined)}
          onChange={(event) => setResourceId(event.currentTarget.value)}
        />
        <PropertiesField value={text} onChange={setText} />
        <FormButtons verb="Add resource" busy={create.isPending} onCancel={close} />
      </Stack>
    </form>
  )
}

function EditForm({ resource, onClose }: { resource: Resource; onClose: () => void }) {
  const organizationId = useOrganizationId()
  const [text, setText] = useState(writeProperties(resource.properties))
  const update = useChange(
    ({ properties, version }: { properties: Properties; version: number }) => updateResource(organizationId, resource.id, { properties, version }),
    {
      quiet: true,
      done: (saved) => {
        showDone(`${saved.resourceId} is saved`)
        onClose()
      },
    },
  )
  const { base, newest, takeNewest } = useBase(resource, update.error)
  const close = useFormDialog(text !== writeProperties(base.properties))
  const read = readProperties(text)
  const save = (version: number) => 'properties' in read && update.mutate({ properties: read.properties, version })
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!update.isPending) save(newest?.version ?? base.version)
      }}
    >
      <Stack>
        {newest ? (
          <StaleChanges
            when={newest.dtLastModified}
            by={newest.lastModifiedBy}
            sides={[{ label: 'Properties', before: writeProperties(base.properties), theirs: writeProperties(newest.properties), mine: text }]}
            busy={update.isPending}
            onMine={() => save(newest.version)}
            onTheirs={() => {
              update.reset()
              takeNewest()
              setText(writeProperties(newest.properties))
            }}
          />
        ) : (
          <FormProblem error={update.error} />
        )}
        <PropertiesField value={text} onChange={setText} />
        <FormButtons verb="Save" busy={update.isPending} onCancel={close} />
      </Stack>
    </form>
  )
}

function PropertiesField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const read = readProperties(value)
  const error = 'error' in read ? read.error : undefined
  return (
    <JsonInput
      label="Properties"
      description="A JSON object; conditions of policies see its members as resource.<name>."
      rows={10}
      spellCheck={false}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      value={value}
      onChange={onChange}
      error={error}
      validationError={error}
    />
  )
}
