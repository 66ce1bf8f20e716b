import { $api, answer, api } from './client'
import { paging, useRows } from './lists'
import { useOrganizationId } from './organization'
import type { Statement } from './types'

export function usePolicies(q?: string) {
  const organizationId = useOrganizationId()
  return useRows(
    $api.useInfiniteQuery(
      'get',
      '/organizations/{organizationId}/permissionpolicies',
      { params: { path: { organizationId }, query: { q: q || undefined, pageSize: 100, count: true } } },
      paging,
    ),
  )
}

export function usePolicy(id: string) {
  const organizationId = useOrganizationId()
  return $api.useQuery('get', '/organizations/{organizationId}/permissionpolicies/{id}', {
    params: { path: { organizationId, id } },
  })
}

export type PolicyText = { name: string; permissionPolicy: Statement[] }

const all = (organizationId: string) => ({ params: { path: { organizationId } } })
const one = (organizationId: string, id: string) => ({ params: { path: { organizationId, id } } })

export const createPolicy = (organizationId: string, body: PolicyText) =>
  answer(api.POST('/organizations/{organizationId}/permissionpolicies', { ...all(organizationId), body }))

export const updatePolicy = (organizationId: string, id: string, body: PolicyText & { version: number; reason?: string }) =>
  answer(api.PUT('/organizations/{organizationId}/permissionpolicies/{id}', { ...one(organizationId, id), body }))

export const deletePolicy = (organizationId: string, id: string) =>
  answer(api.DELETE('/organizations/{organizationId}/permissionpolicies/{id}', one(organizationId, id)))

/** Who can hold a policy, and the calls that give and take it. */
export const holders = {
  user: { add: 'addtouser', remove: 'removefromuser' },
  usergroup: { add: 'addtousergroup', remove: 'removefromusergroup' },
  serviceuser: { add: 'addtoserviceuser', remove: 'removefromserviceuser' },
} as const

export type HolderType = keyof typeof holders
export type Holder = { type: HolderType; id: string; name: string }

const hold = (organizationId: string, policyId: string, holder: Holder, what: 'add' | 'remove') =>
  answer(
    api.POST(`/organizations/{organizationId}/permissionpolicies/{id}/${holders[holder.type][what]}`, {
      ...one(organizationId, policyId),
      body: { principalId: holder.id },
    }),
  )

export const addPolicy = (organizationId: string, policyId: string, holder: Holder) =>
  hold(organizationId, policyId, holder, 'add')
export const removePolicy = (organizationId: string, policyId: string, holder: Holder) =>
  hold(organizationId, policyId, holder, 'remove')

/** Whom a policy reaches without being named: all users, or any subject that an application asks about. */
export type Everybody = { type: 'allusers' } | { type: 'anysubject'; service: string }

const everybody = (organizationId: string, policyId: string, whom: Everybody, what: 'addto' | 'removefrom', version?: number) =>
  whom.type === 'allusers'
    ? answer(
        api.POST(`/organizations/{organizationId}/permissionpolicies/{id}/${what}allusers`, { ...one(organizationId, policyId), body: { version } }),
      )
    : answer(
        api.POST(`/organizations/{organizationId}/permissionpolicies/{id}/${what}anysubject`, {
          ...one(organizationId, policyId),
          body: { service: whom.service, version },
        }),
      )

/** Refused when the policy was changed since it was shown. */
export const giveToEverybody = (organizationId: string, policy: { id: string; version: number }, whom: Everybody) =>
  everybody(organizationId, policy.id, whom, 'addto', policy.version)
export const takeFromEverybody = (organizationId: string, policyId: string, whom: Everybody) =>
  everybody(organizationId, policyId, whom, 'removefrom')
