import { Autocomplete, Button, Select, Stack, Text, TextInput, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { decideDraft, type Question } from '~/api/decisions'
import { useOrganizationId } from '~/api/organization'
import type { Statement } from '~/api/types'
import { useUserSearch } from '~/api/users'
import { useVocabulary } from '~/api/vocabulary'
import { FormProblem } from '~/components/FormProblem'
import { fullName } from '~/components/names'
import { useTried } from '~/components/useTried'
import { Decision } from '~/pages/UserDetails/Decision'
import { TestCaseList } from './TestCaseList'
import { completeOf, useTestCases } from './testCases'
import { resourceOf } from './resource'

type Props = {
  policyId?: string
  /** Nothing while the text cannot be read. */
  statements: Statement[] | undefined
  onJump: (statement: number) => void
}

/** Asks about a user as if they held the statements that stand in the form, saved or not. */
export function TryDraft({ policyId, statements, onJump }: Props) {
  const organizationId = useOrganizationId()
  const { actions, types } = useVocabulary()
  const [user, setUser] = useState<string | null>(null)
  const [action, setAction] = useState('')
  const [type, setType] = useState('')
  const [item, setItem] = useState('')
  const cases = useTestCases(policyId ?? '')
  const { tried, form, refuse } = useTried()
  const ask = useMutation({
    mutationFn: async ({ whom, question }: { whom: string; question: Question }) => ({
      whom,
      question,
      answer: await decideDraft(organizationId, whom, question, {
        policyId,
        permissionPolicy: completeOf(statements ?? []),
      }),
    }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    // It is a form of its own beside the policy's.
    event.stopPropagation()
    if (!user || !action.trim() || !type.trim() || !statements) refuse()
    else if (!ask.isPending) ask.mutate({ whom: user, question: { action: action.trim(), resource: resourceOf(type.trim(), item.trim()) } })
  }
  const needed = (value: string | null, text: string) => (tried && !value?.trim() ? text : undefined)
  return (
    <Stack gap="sm">
      <div>
        <Title order={2} size="h5">
          Try the draft
        </Title>
        <Text c="dimmed" size="sm">
          Asks as if a user held these statements beside their own. Nothing is saved.
        </Text>
      </div>
      <form ref={form} onSubmit={submit} noValidate aria-label="Try the draft">
        <Stack gap="sm">
          <UserField value={user} onChange={setUser} error={needed(user, 'Choose a user.')} />
          <Autocomplete label="Action" placeholder="Choose an action" data={actions.filter((word) => word !== 'all')} value={action} onChange={setAction} error={needed(action, 'Choose an action.')} maxDropdownHeight={260} />
          <Autocomplete label="Resource type" placeholder="Choose a type" data={types} value={type} onChange={setType} error={needed(type, 'Choose a type.')} maxDropdownHeight={260} />
          <TextInput label="Item ID" placeholder="The whole collection" value={item} onChange={(event) => setItem(event.currentTarget.value)} autoComplete="off" spellCheck={false} />
          <Button type="submit" variant="default" loading={ask.isPending}>
            Try it
          </Button>
          {tried && !statements && <Text c="var(--mantine-color-error)">First mend the JSON.</Text>}
        </Stack>
      </form>
      <div aria-live="polite">
        <FormProblem error={ask.error} />
        {ask.data && <Decision answer={ask.data.answer} question={ask.data.question} onDraft={onJump} />}
        {ask.data && policyId && !cases.has({ ...ask.data.question, userId: ask.data.whom, decision: ask.data.answer.decision }) && (
          <Button
            mt="sm"
            size="compact-md"
            variant="default"
            onClick={() => cases.add({ ...ask.data.question, userId: ask.data.whom, decision: ask.data.answer.decision })}
          >
            Keep as a test case
          </Button>
        )}
      </div>
      {policyId && statements && cases.all.length > 0 && <TestCaseList policyId={policyId} statements={completeOf(statements)} cases={cases} />}
    </Stack>
  )
}

function UserField({ value, onChange, error }: { value: string | null; onChange: (id: string | null) => void; error?: string }) {
  const [search, setSearch] = useState('')
  const [q] = useDebouncedValue(search, 150)
  const users = useUserSearch(q).data?.data ?? []
  return (
    <Select
      label="User"
      placeholder="Name or e-mail"
      searchable
      nothingFoundMessage="No user matches"
      filter={({ options }) => options}
      data={users.map((user) => ({ value: user.id, label: fullName(user) }))}
      value={value}
      onChange={onChange}
      onSearchChange={setSearch}
      error={error}
    />
  )
}
