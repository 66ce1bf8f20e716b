import { $api, answer, api } from './client'
import { useOrganizationId } from './organization'

const all = (organizationId: string) => ({ params: { path: { organizationId } } })

export const useSupportAccess = () => $api.useQuery('get', '/organizations/{organizationId}/support', all(useOrganizationId()))

export const useSupportPolicies = () =>
  $api.useQuery('get', '/organizations/{organizationId}/support-permissions', all(useOrganizationId()))

export const setSupportAccess = (organizationId: string, version: number, dtEndSupportUsersAccess: string) =>
  answer(
    api.PUT('/organizations/{organizationId}/support', { ...all(organizationId), body: { version, dtEndSupportUsersAccess } }),
  )

const policy = (organizationId: string, id: string) => ({ params: { path: { organizationId, id } }, body: {} })

export const addSupportPolicy = (organizationId: string, id: string) =>
  answer(api.POST('/organizations/{organizationId}/permissionpolicies/{id}/addtosupportusers', policy(organizationId, id)))

export const removeSupportPolicy = (organizationId: string, id: string) =>
  answer(api.POST('/organizations/{organizationId}/permissionpolicies/{id}/removefromsupportusers', policy(organizationId, id)))
