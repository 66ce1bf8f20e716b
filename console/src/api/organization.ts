import { useParams } from '@tanstack/react-router'
import { $api, answer, api } from './client'
import { useSession } from './session'

/** The organization in the path: /o/:organizationId/… */
export function useOrganizationId(): string {
  const { organizationId } = useParams({ strict: false })
  return organizationId ?? ''
}

const inOrganization = (organizationId: string) => ({ params: { path: { organizationId } } })

export function useOrganizationName(): string {
  const id = useOrganizationId()
  return useSession()?.organizations.find((organization) => organization.id === id)?.organizationName ?? ''
}

export function useOrganization() {
  return $api.useQuery('get', '/organizations/{organizationId}', inOrganization(useOrganizationId()), { staleTime: 300_000 })
}

/** The organization's time zone, in which access end dates are days. */
export const useTimeZone = () => useOrganization().data?.timeZone || Intl.DateTimeFormat().resolvedOptions().timeZone

export const useMe = () => $api.useQuery('get', '/organizations/{organizationId}/users/me', inOrganization(useOrganizationId()))

export const updateMe = (organizationId: string, body: { firstName: string; lastName: string; version: number }) =>
  answer(api.PUT('/organizations/{organizationId}/users/me', { params: { path: { organizationId } }, body }))

/** What the console asks about: an action and a resource type, as in a statement. */
const acts = {
  createUser: 'config:create config:user',
  updateUser: 'config:update config:user',
  invite: 'config:create config:orguserinvitation',
  revokeInvitation: 'config:delete config:orguserinvitation',
  createPolicy: 'config:create config:permissionpolicy',
  updatePolicy: 'config:update config:permissionpolicy',
  deletePolicy: 'config:delete config:permissionpolicy',
  createGroup: 'config:create config:resourcegroup',
  updateGroup: 'config:update config:resourcegroup',
  deleteGroup: 'config:delete config:resourcegroup',
  createServiceUser: 'config:create config:serviceuser',
  updateServiceUser: 'config:update config:serviceuser',
  deleteServiceUser: 'config:delete config:serviceuser',
  createApplication: 'config:create config:application',
  updateApplication: 'config:update config:application',
  deleteApplication: 'config:delete config:application',
  createResource: 'config:create config:resource',
  updateResource: 'config:update config:resource',
  deleteResource: 'config:delete config:resource',
  updateSupport: 'config:update config:support',
} as const

export type Act = keyof typeof acts

/** Whether the caller may do an act. Until the server has answered: no; should it not answer, yes, and the act itself says. */
export function useMay(): { may: (act: Act) => boolean; administrator: boolean; onlyAdministrator: boolean } {
  const { data, isError } = $api.useQuery(
    'get',
    '/organizations/{organizationId}/users/me/access',
    inOrganization(useOrganizationId()),
    { staleTime: 60_000 },
  )
  const administrator = data?.administrator ?? false
  const onlyAdministrator = data?.onlyAdministrator ?? false
  return { administrator, onlyAdministrator, may: (act) => isError || administrator || (data?.allowed ?? []).includes(acts[act]) }
}
