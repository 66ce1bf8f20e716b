import { Stack, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { createApplication, updateApplication, type Words } from '~/api/applications'
import { useChange } from '~/api/change'
import { useOrganizationId } from '~/api/organization'
import type { Problem } from '~/api/problem'
import type { Application } from '~/api/types'
import { FormButtons } from '~/components/FormButtons'
import { FormProblem } from '~/components/FormProblem'
import { StaleChanges, useBase } from '~/components/StaleChanges'
import { TagsField } from '~/components/TagsField'
import { FormDialog, useFormDialog } from '~/components/Unsaved'
import { isWord, newWords } from './words'

type Props = {
  opened: boolean
  onClose: () => void
  /** The one to change; absent: a new one. */
  application?: Application
  onDone: (application: Application) => void
}

/** Registers an application or changes its words. */
export function ApplicationDialog(props: Props) {
  const { opened, onClose, application } = props
  return (
    <FormDialog opened={opened} onClose={onClose} title={application ? `Edit ${application.name}` : 'Add application'} size="lg">
      {application ? <EditForm {...props} application={application} /> : <AddForm {...props} />}
    </FormDialog>
  )
}

const none: Words = { name: '', types: [], actions: [] }

function AddForm({ onClose, onDone }: Props) {
  const organizationId = useOrganizationId()
  const create = useChange((body: Words & { service: string }) => createApplication(organizationId, body), {
    quiet: true,
    done: (application) => {
      onClose()
      onDone(application)
    },
  })
  return <ApplicationForm initial={none} verb="Add application" error={create.error} busy={create.isPending} onSave={create.mutate} />
}

function EditForm({ application, onClose, onDone }: Props & { application: Application }) {
  const organizationId = useOrganizationId()
  const [mine, setMine] = useState<Words>()
  const update = useChange((body: Words & { version: number }) => updateApplication(organizationId, application.id, body), {
    quiet: true,
    done: (saved) => {
      onClose()
      onDone(saved)
    },
  })
  const { base, newest, takeNewest } = useBase(application, update.error)
  const save = ({ name, types, actions }: Words, version: number) => {
    setMine({ name, types, actions })
    update.mutate({ name, types, actions, version })
  }
  return (
    <Stack>
      {newest && mine && (
        <StaleChanges
          when={newest.dtLastModified}
          by={newest.lastModifiedBy}
          sides={[
            { label: 'Name', before: base.name, theirs: newest.name, mine: mine.name },
            { label: 'Resource types', before: base.types.join(', '), theirs: newest.types.join(', '), mine: mine.types.join(', ') },
            { label: 'Actions', before: base.actions.join(', '), theirs: newest.actions.join(', '), mine: mine.actions.join(', ') },
          ]}
          busy={update.isPending}
          onMine={() => save(mine, newest.version)}
          onTheirs={() => {
            update.reset()
            takeNewest()
          }}
        />
      )}
      <ApplicationForm
        key={base.version}
        initial={base}
        service={base.service}
        verb="Save"
        error={newest ? null : update.error}
        busy={update.isPending}
        onSave={(words) => save(words, newest?.version ?? base.version)}
      />
    </Stack>
  )
}

type FormProps = {
  initial: Words
  /** Fixed once there is one. */
  service?: string
  verb: string
  error: Problem | null
  busy: boolean
  onSave: (words: Words & { service: string }) => void
}

function ApplicationForm({ initial, service: fixed, verb, error, busy, onSave }: FormProps) {
  const [name, setName] = useState(initial.name)
  const [service, setService] = useState(fixed ?? '')
  const [types, setTypes] = useState(initial.types)
  const [actions, setActions] = useState(initial.actions)
  const [tried, setTried] = useState(false)
  const words = { name: name.trim(), service, types, actions }
  const close = useFormDialog(name !== initial.name || service !== (fixed ?? '') || types !== initial.types || actions !== initial.actions)
  const refused = (field: string) => (error?.field === field ? error.message : undefined)
  const errors = {
    name: tried && words.name === '' ? 'Write a name.' : refused('name'),
    service: tried && !isWord(service) ? 'A small letter first, then a-z, 0-9, “.”, “-”, “_”.' : refused('service'),
    types: wordsError(types, 'resource type', tried),
    actions: wordsError(actions, 'action', tried),
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (words.name !== '' && isWord(service) && areWords(types) && areWords(actions) && !busy) onSave(words)
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {!errors.name && !errors.service && <FormProblem error={error} />}
        <TextInput label="Name" withAsterisk data-autofocus autoComplete="off" value={name} error={errors.name} onChange={(event) => setName(event.currentTarget.value)} />
        {fixed === undefined && (
          <TextInput
            label="Service"
            description="The first part of its resources and actions, such as records in records:read. It cannot be changed later."
            withAsterisk
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            value={service}
            error={errors.service}
            onChange={(event) => setService(event.currentTarget.value.trim().toLowerCase())}
          />
        )}
        <WordsField label="Resource types" description="What it keeps, such as record; separate with ; or space" value={types} onChange={setTypes} error={errors.types} />
        <WordsField label="Actions" description="What one does there, such as read; separate with ; or space" value={actions} onChange={setActions} error={errors.actions} />
        <FormButtons verb={verb} busy={busy} onCancel={close} />
      </Stack>
    </form>
  )
}

const areWords = (words: string[]) => words.length > 0 && words.every(isWord)

function wordsError(words: string[], what: string, tried: boolean) {
  const wrong = words.filter((word) => !isWord(word))
  if (wrong.length > 0) return `Not a name: ${wrong.join(', ')}. A letter first, then a-z, 0-9, “.”, “-”, “_”.`
  return tried && words.length === 0 ? `Name at least one ${what}.` : undefined
}

type WordsProps = { label: string; description: string; value: string[]; onChange: (value: string[]) => void; error?: string }

function WordsField({ value, onChange, ...props }: WordsProps) {
  return (
    <TagsField
      {...props}
      tags={value.map((word) => ({ text: word, shown: word, valid: isWord(word) }))}
      onAdd={(text) => {
        const added = newWords(text, value)
        onChange([...value, ...added])
        return added.length
      }}
      onRemove={(index) => onChange(value.filter((_, at) => at !== index))}
      invalid="not a name"
      separators={/[;,\s]/}
    />
  )
}
