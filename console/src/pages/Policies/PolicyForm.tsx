import { Button, Group, SegmentedControl, Skeleton, Stack, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { lazy, Suspense, useState, type FormEvent } from 'react'
import type { PolicyText } from '~/api/policies'
import type { Problem } from '~/api/problem'
import type { Statement } from '~/api/types'
import { useVocabulary } from '~/api/vocabulary'
import { FormProblem } from '~/components/FormProblem'
import { FormSummary } from '~/components/FormSummary'
import { UnsavedGuard } from '~/components/Unsaved'
import { useTried } from '~/components/useTried'
import { Findings } from './Findings'
import { corrected, lint } from './lint'
import classes from './PolicyForm.module.css'
import { PolicyRules } from './PolicyRules'
import { missing } from './policyText'
import { StatementEditor } from './StatementEditor'
import { TryDraft } from './TryDraft'
import { useDraft } from './useDraft'

const StatementsJson = lazy(() => import('./StatementsJson'))

type Props = {
  policyId?: string
  /** What is saved now. */
  initial: PolicyText
  /** What the form begins with, when that is something else: an older version. */
  start?: PolicyText
  verb: string
  busy: boolean
  error: Problem | null
  cancelHref: string
  onSave: (policy: PolicyText) => void
}

export const emptyStatement: Statement = { effect: 'allow', action: [], resource: [] }

/** A policy as a form or as JSON; each shows what the other says. Beside it the draft can be tried. */
export function PolicyForm({ policyId, initial, start = initial, verb, busy, error, cancelHref, onSave }: Props) {
  const [name, setName] = useState(start.name)
  const editing = useDraft(start.permissionPolicy, initial)
  const { statements, setStatements } = editing
  const { tried, form, refuse } = useTried()
  const words = useVocabulary()

  const taken = error?.field === 'name' || error?.code === 'already_exists' ? error.message : undefined
  const nameError = taken ?? (tried && name.trim() === '' ? 'Write a name.' : undefined)
  const incomplete = editing.draft && missing(editing.draft)
  const findings = editing.draft ? lint(editing.draft, words) : []
  const mistakes = findings.filter(({ severity }) => severity === 'error')

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() === '' || !editing.draft || incomplete || mistakes.length > 0) refuse()
    else if (!busy) onSave({ name: name.trim(), permissionPolicy: editing.draft })
  }
  const jump = (statement: number) => {
    if (!editing.show('form')) return
    requestAnimationFrame(() => form.current?.querySelectorAll<HTMLElement>('fieldset')[statement]?.focus())
  }

  return (
    <div className={classes.page}>
      <form ref={form} onSubmit={submit} noValidate className={classes.form}>
        <UnsavedGuard dirty={name !== initial.name || editing.isChanged} />
        <Stack>
          {!taken && <FormProblem error={error} />}
          {tried && <FormSummary least={mistakes.length > 0 ? 1 : 2} errors={[nameError, editing.jsonError, incomplete, ...mistakes.map(({ statement, text }) => `Statement ${statement + 1}: ${text}`)]} />}
          <TextInput label="Name" withAsterisk maw={420} value={name} error={nameError} autoComplete="off" onChange={(event) => setName(event.currentTarget.value)} />
          <PolicyRules />
          <SegmentedControl
            aria-label="How to edit the statements"
            w={200}
            data={[
              { value: 'form', label: 'Form' },
              { value: 'json', label: 'JSON' },
            ]}
            value={editing.view}
            onChange={(next) => void (editing.show(next === 'json' ? 'json' : 'form') || refuse())}
          />
          {editing.view === 'json' ? (
            <Suspense fallback={<Skeleton height={360} />}>
              <StatementsJson value={editing.json} onChange={editing.setJson} describedBy="json-error" />
              <p role="alert" id="json-error" className={classes.incomplete}>
                {editing.jsonError}
              </p>
            </Suspense>
          ) : (
            <>
              {statements.map((statement, index) => (
                <StatementEditor
                  // oxlint-disable-next-line no-array-index-key -- statements have no identity but their place
                  key={index}
                  number={index + 1}
                  value={statement}
                  tried={tried}
                  onChange={(changed) => setStatements(statements.map((other, at) => (at === index ? changed : other)))}
                  onRemove={statements.length > 1 ? () => setStatements(statements.filter((_, at) => at !== index)) : undefined}
                />
              ))}
              <Button variant="default" w="fit-content" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setStatements([...statements, emptyStatement])}>
                Add statement
              </Button>
            </>
          )}
          <Findings findings={findings} onFix={(finding) => editing.draft && editing.put(corrected(editing.draft, finding))} onJump={jump} />
          {editing.view === 'json' && tried && incomplete && <p role="alert" className={classes.incomplete}>{incomplete}</p>}
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
      <aside className={classes.aside} aria-label="Try the draft">
        <TryDraft policyId={policyId} statements={editing.draft} onJump={jump} />
      </aside>
    </div>
  )
}
