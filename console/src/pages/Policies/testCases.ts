import { useLocalStorage } from '@mantine/hooks'
import { z } from 'zod'
import type { Statement } from '~/api/types'

const testCase = z.object({ userId: z.string(), action: z.string(), resource: z.string(), decision: z.boolean() })
/** What a policy is expected to answer for a user. */
export type TestCase = z.output<typeof testCase>

const most = 50
const keyOf = ({ userId, action, resource }: TestCase) => `${userId} ${action} ${resource}`

/** The cases of a policy that this browser keeps: ids and words only, no names. */
export function useTestCases(policyId: string) {
  const [kept, keep] = useLocalStorage<unknown[]>({ key: `gatehouse-cases-${policyId}`, defaultValue: [], getInitialValueInEffect: false })
  const all = (Array.isArray(kept) ? kept : []).flatMap((one) => testCase.safeParse(one).data ?? [])
  const without = (gone: TestCase) => all.filter((one) => keyOf(one) !== keyOf(gone))
  return {
    all,
    has: (wanted: TestCase) => all.some((one) => keyOf(one) === keyOf(wanted) && one.decision === wanted.decision),
    add: (added: TestCase) => keep([...without(added), added].slice(-most)),
    remove: (gone: TestCase) => keep(without(gone)),
  }
}

export type TestCases = ReturnType<typeof useTestCases>

/** Without those that have nothing in them yet. */
export const completeOf = (statements: Statement[]) => statements.filter(({ action, resource }) => action.length > 0 && resource.length > 0)
