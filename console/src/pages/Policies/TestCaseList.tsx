import { ActionIcon, Text, Title } from '@mantine/core'
import { IconCircleCheck, IconCircleX, IconLoader2, IconX } from '@tabler/icons-react'
import { useQueries } from '@tanstack/react-query'
import { decideDraft } from '~/api/decisions'
import { useOrganizationId } from '~/api/organization'
import type { Statement } from '~/api/types'
import { useUser } from '~/api/users'
import { fullName } from '~/components/names'
import classes from './TestCaseList.module.css'
import type { TestCase, TestCases } from './testCases'

type Props = { policyId: string; statements: Statement[]; cases: TestCases }

/** The kept test cases, each asked of the draft as it stands. */
export function TestCaseList({ policyId, statements, cases }: Props) {
  const organizationId = useOrganizationId()
  const results = useQueries({
    queries: cases.all.map(({ userId, action, resource }) => ({
      queryKey: ['draft decision', organizationId, policyId, statements, userId, action, resource],
      queryFn: () => decideDraft(organizationId, userId, { action, resource }, { policyId, permissionPolicy: statements }),
      retry: false,
    })),
  })
  const passed = cases.all.filter(({ decision }, index) => results[index]?.data?.decision === decision).length
  return (
    <section aria-labelledby="cases">
      <Title order={3} size="h6" id="cases" mb={4}>
        Test cases: {passed} of {cases.all.length} pass
      </Title>
      <ul className={classes.cases}>
        {cases.all.map((one, index) => (
          <Case
            key={`${one.userId} ${one.action} ${one.resource}`}
            of={one}
            decision={results[index]?.data?.decision}
            failed={results[index]?.isError ?? false}
            onRemove={() => cases.remove(one)}
          />
        ))}
      </ul>
      <Text size="xs" c="dimmed" mt={4}>
        Kept in this browser.
      </Text>
    </section>
  )
}

type CaseProps = { of: TestCase; decision: boolean | undefined; failed: boolean; onRemove: () => void }

function Case({ of: { userId, action, resource, decision: expected }, decision, failed, onRemove }: CaseProps) {
  const user = useUser(userId).data
  const state = failed ? 'fails' : decision === undefined ? 'waits' : decision === expected ? 'passes' : 'fails'
  const Icon = { passes: IconCircleCheck, fails: IconCircleX, waits: IconLoader2 }[state]
  return (
    <li data-state={state}>
      <Icon size={16} aria-label={{ passes: 'Passes', fails: 'Fails', waits: 'Being asked' }[state]} />
      <span>
        <bdi>{user ? fullName(user) : 'A user'}</bdi> {expected ? 'may' : 'may not'} <code>{action}</code> on <code>{resource}</code>
      </span>
      <ActionIcon variant="subtle" color="gray" aria-label="Remove this test case" onClick={onRemove}>
        <IconX size={14} aria-hidden />
      </ActionIcon>
    </li>
  )
}
