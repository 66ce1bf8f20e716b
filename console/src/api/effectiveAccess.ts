import { $api } from './client'
import { useOrganizationId } from './organization'
import type { components } from './schema'

export type MatrixRow = components['schemas']['MatrixRow']
export type MatrixCell = components['schemas']['MatrixCell']
export type HeldPolicy = components['schemas']['HeldPolicy']

/** What a user may do with each type of resource, beside what a policy alone would allow. */
export function usePermissionMatrix(id: string, policyId: string | undefined) {
  const organizationId = useOrganizationId()
  return $api.useQuery(
    'get',
    '/organizations/{organizationId}/users/{id}/permissionmatrix',
    { params: { path: { organizationId, id }, query: { policyId } } },
    { placeholderData: (before) => before },
  )
}

/** The policies that come to a user by groups or because all users have them. */
export function useInheritedPolicies(id: string, enabled = true): HeldPolicy[] {
  const organizationId = useOrganizationId()
  const { data } = $api.useQuery(
    'get',
    '/organizations/{organizationId}/users/{id}/heldpolicies',
    { params: { path: { organizationId, id } } },
    { enabled },
  )
  return (data?.data ?? []).filter(({ path }) => path.length > 1)
}
