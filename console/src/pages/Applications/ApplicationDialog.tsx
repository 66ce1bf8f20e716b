import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { createApplication, updateApplication } from '~/api/applications'
import { useChange } from '~/api/change'
import { useOrganizationId } from '~/api/organization'
import type { Application } from '~/api/types'
import { FormProblem } from '~/components/FormProblem'
import { TagsField } from '~/components/TagsField'
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
    <Modal opened={opened} onClose={onClose} title={application ? `Edit ${application.name}` : 'Add application'} size="lg">
      <ApplicationForm {...props} />
    </Modal>
  )
}

function ApplicationForm({ application, onClose, onDone }: Props) {
  const organizationId = useOrganizationId()
  const [name, setName] = useState(application?.name ?? '')
  const [service, setService] = useState('')
  const [types, setTypes] = useState(application?.types ?? [])
  const [actions, setActions] = useState(application?.actions ?? [])
  const [tried, setTried] = useState(false)
  const words = { name: name.trim(), types, actions }
  const save = useChange(
    () =>
      application
        ? updateApplication(organizationId, application.id, { ...words, version: application.version })
        : createApplication(organizationId, { ...words, service }),
    {
      quiet: true,
      done: (saved) => {
        onClose()
        onDone(saved)
      },
    },
  )
  const refused = save.error?.field
  const errors = {
    name: tried && words.name === '' ? 'Write a name.' : refused === 'name' ? save.error?.message : undefined,
    service: application || !tried || isWord(service) ? (refused === 'service' ? save.error?.message : undefined) : 'A small letter first, then a-z, 0-9, “.”, “-”, “_”.',
    types: wordsError(types, 'resource type', tried),
    actions: wordsError(actions, 'action', tried),
  }
  const complete = words.name !== '' && (application !== undefined || isWord(service)) && areWords(types) && areWords(actions)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (complete && !save.isPending) save.mutate(undefined)
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {refused !== 'name' && refused !== 'service' && <FormProblem error={save.error} />}
        <TextInput label="Name" withAsterisk data-autofocus autoComplete="off" value={name} error={errors.name} onChange={(event) => setName(event.currentTarget.value)} />
        {!application && (
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
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            {application ? 'Save' : 'Add application'}
          </Button>
        </Group>
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
