import { Button, Group, JsonInput, SegmentedControl, Stack, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState, type FormEvent } from 'react'
import type { PolicyText } from '~/api/policies'
import type { Problem } from '~/api/problem'
import type { Statement } from '~/api/types'
import { FormProblem } from '~/components/FormProblem'
import { UnsavedGuard } from '~/components/Unsaved'
import classes from './PolicyForm.module.css'
import { missing, readStatements, writeStatements } from './policyText'
import { StatementEditor } from './StatementEditor'

type Props = {
  initial: PolicyText
  verb: string
  busy: boolean
  error: Problem | null
  cancelHref: string
  onSave: (policy: PolicyText) => void
}

export const emptyStatement: Statement = { effect: 'allow', action: [], resource: [] }

const isSame = (a: Statement[], b: Statement[]) => writeStatements(a) === writeStatements(b)

/** In short what docs/guides/permission-policies.md says. */
const Rules = () => (
  <details className={classes.rules}>
    <summary>How statements decide</summary>
    <ul>
      <li>What no statement allows is refused; one deny refuses, however many allow. Their order never matters.</li>
      <li>
        <code>config:meter/*</code> covers all meters, listing and creating them too; <code>config:meter/item/&lt;id&gt;</code> one of
        them; <code>config:meter/group/&lt;id&gt;</code> those in a resource group; <code>*</code> everything.
      </li>
      <li>
        The action <code>all</code> is every action, those that are added later too.
      </li>
      <li>
        A condition is written as JSON, such as <code>{'{"equals": {"resource.owner": {"ref": "subject.email"}}}'}</code>. Where an
        attribute is missing, an allow does not hold and a deny does.
      </li>
    </ul>
  </details>
)

/** A policy as a form or as JSON; each shows what the other says. */
export function PolicyForm({ initial, verb, busy, error, cancelHref, onSave }: Props) {
  const [name, setName] = useState(initial.name)
  const [statements, setStatements] = useState(initial.permissionPolicy)
  const [view, setView] = useState('form')
  const [json, setJson] = useState('')
  const [tried, setTried] = useState(false)
  const read = view === 'json' ? readStatements(json) : { statements }
  const jsonError = 'error' in read ? read.error : undefined

  const show = (next: string) => {
    if (next === 'json') setJson(writeStatements(statements))
    else if ('statements' in read) setStatements(read.statements)
    else {
      setTried(true)
      return
    }
    setView(next)
  }
  const nameError = error?.field === 'name' || error?.code === 'already_exists' ? error.message : tried && name.trim() === '' ? 'Write a name.' : undefined
  const incomplete = 'statements' in read ? missing(read.statements) : undefined

  const dirty =
    name !== initial.name ||
    (view === 'json' ? json !== writeStatements(initial.permissionPolicy) : !isSame(statements, initial.permissionPolicy))

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (name.trim() === '' || !('statements' in read) || incomplete || busy) return
    onSave({ name: name.trim(), permissionPolicy: read.statements })
  }

  return (
    <form onSubmit={submit} noValidate className={classes.form}>
      <UnsavedGuard dirty={dirty} />
      <Stack>
        {!nameError && <FormProblem error={error} />}
        <TextInput label="Name" withAsterisk maw={420} value={name} error={nameError} autoComplete="off" onChange={(event) => setName(event.currentTarget.value)} />
        <Rules />
        <SegmentedControl
          aria-label="How to edit the statements"
          w={200}
          data={[
            { value: 'form', label: 'Form' },
            { value: 'json', label: 'JSON' },
          ]}
          value={view}
          onChange={show}
        />
        {view === 'json' ? (
          <JsonInput
            label="Statements"
            classNames={{ input: classes.json }}
            rows={18}
            spellCheck={false}
            value={json}
            onChange={setJson}
            error={jsonError}
            validationError={jsonError}
          />
        ) : (
          <>
            {statements.map((statement, index) => (
              <StatementEditor
                // oxlint-disable-next-line no-array-index-key -- statements have no identity but their place
                key={index}
                number={index + 1}
                value={statement}
                onChange={(changed) => setStatements(statements.map((other, at) => (at === index ? changed : other)))}
                onRemove={statements.length > 1 ? () => setStatements(statements.filter((_, at) => at !== index)) : undefined}
              />
            ))}
            <Button variant="default" w="fit-content" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setStatements([...statements, emptyStatement])}>
              Add statement
            </Button>
          </>
        )}
        {tried && incomplete && <p role="alert" className={classes.incomplete}>{incomplete}</p>}
        <Group gap="sm">
          <Button type="submit" loading={busy}>
            {verb}
          </Button>
          <Button component="a" href={cancelHref} variant="default">
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
