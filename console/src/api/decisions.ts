import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { $api, answer, api } from './client'
import { useOrganizationId } from './organization'
import type { Simulation, Statement } from './types'

/** One step of the way from a user to a policy. */
export type Step = {
  type: 'user' | 'serviceUser' | 'subject' | 'userGroup' | 'allUsers' | 'anySubject' | 'supportUsers' | 'role'
  id?: string
  name?: string
}

/** A statement that a user holds, and how it came to the user. */
export type Holding = {
  statement: Statement
  /** Of the statement in its policy, from 0. */
  index: number
  inline?: true
  policyId?: string
  policyName?: string
  path: Step[]
}

/** The document describes it as an object; this is what server/policy/explain.cc writes. */
export type Explanation = {
  outcome: string
  cause: string
  reason: string
  decisive?: Holding
  /** The allow that would do, were there no deny. */
  beaten?: Holding
  /** Denies that stand in the way. */
  lift?: Holding[]
  /** The smallest allow that is missing. */
  grant?: Statement
}

export type Question = { action: string; resource: string }

/** A policy as it would be; without an id, a new one. */
export type Draft = { policyId?: string; permissionPolicy: Statement[] }

/** Whether a user may do something, were the draft given to them. */
export const decideDraft = (organizationId: string, id: string, question: Question, draft: Draft) =>
  answer(
    api.POST('/organizations/{organizationId}/users/{id}/decision', {
      params: { path: { organizationId, id } },
      body: { ...question, ...draft },
    }),
  )

/** Who would gain and who would lose what, if the policy became the draft. */
export function useSimulation(draft: Draft, enabled = true) {
  const organizationId = useOrganizationId()
  return useQuery({
    queryKey: ['simulation', organizationId, draft],
    queryFn: (): Promise<Simulation> =>
      answer(api.POST('/organizations/{organizationId}/permissionpolicies/simulate', { params: { path: { organizationId } }, body: draft })),
    enabled,
    placeholderData: keepPreviousData,
  })
}

/** Whether a user may do something, and why. */
export function useDecision(id: string, question: Question | undefined) {
  const organizationId = useOrganizationId()
  return $api.useQuery(
    'get',
    '/organizations/{organizationId}/users/{id}/decision',
    { params: { path: { organizationId, id }, query: question ?? { action: '', resource: '' } } },
    { enabled: question !== undefined, placeholderData: (before) => before },
  )
}
