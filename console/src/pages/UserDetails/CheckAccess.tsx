import { Autocomplete, Button, TextInput } from '@mantine/core'
import { useState, type FormEvent, type ReactNode } from 'react'
import { useDecision, type Question } from '~/api/decisions'
import { useVocabulary } from '~/api/vocabulary'
import { Empty, Failed, Waiting } from '~/components/States'
import { IconShieldQuestion } from '@tabler/icons-react'
import { readResource, resourceOf } from '~/pages/Policies/resource'
import classes from './CheckAccess.module.css'
import { Decision } from './Decision'

type Props = { userId: string; name: string; question: Question | undefined; onAsk: (question: Question) => void; matrix: ReactNode }

/** Whether a user may do something, and why; the question stands in the address. */
export function CheckAccess({ userId, name, question, onAsk, matrix }: Props) {
  const query = useDecision(userId, question)
  return (
    <div className={classes.page}>
      <QuestionForm key={`${question?.action} ${question?.resource}`} question={question} onAsk={onAsk} busy={query.isFetching} />
      <div aria-live="polite" aria-busy={query.isFetching}>
        {!question ? (
          <Empty icon={IconShieldQuestion} title={`May ${name} do it?`}>
            Choose an action and a resource. The answer names the statement that decides, the policy it stands in and the way it reaches
            the user.
          </Empty>
        ) : query.error ? (
          <Failed error={query.error} again={() => void query.refetch()} />
        ) : query.data ? (
          <Decision answer={query.data} question={question} />
        ) : (
          <Waiting />
        )}
      </div>
      {matrix}
    </div>
  )
}

function QuestionForm({ question, onAsk, busy }: { question: Question | undefined; onAsk: (question: Question) => void; busy: boolean }) {
  const { actions, types } = useVocabulary()
  const asked = readResource(question?.resource ?? '')
  const [action, setAction] = useState(question?.action ?? '')
  const [type, setType] = useState(asked?.type ?? '')
  const [item, setItem] = useState(asked?.id ?? '')
  const [tried, setTried] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (action.trim() && type.trim()) onAsk({ action: action.trim(), resource: resourceOf(type.trim(), item.trim()) })
  }
  return (
    <form className={classes.form} onSubmit={submit} noValidate aria-label="Check access">
      <Autocomplete
        label="Action"
        placeholder="Choose an action"
        // “all” is a word for statements; one asks for a certain action.
        data={actions.filter((word) => word !== 'all')}
        value={action}
        onChange={setAction}
        error={tried && !action.trim() ? 'Choose an action.' : undefined}
        maxDropdownHeight={260}
      />
      <Autocomplete
        label="Resource type"
        placeholder="Choose a type"
        data={types}
        value={type}
        onChange={setType}
        error={tried && !type.trim() ? 'Choose a type.' : undefined}
        maxDropdownHeight={260}
      />
      <TextInput label="Item ID" placeholder="The whole collection" value={item} onChange={(event) => setItem(event.currentTarget.value)} autoComplete="off" spellCheck={false} />
      <Button type="submit" loading={busy}>
        Check access
      </Button>
    </form>
  )
}
