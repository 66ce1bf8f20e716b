import { $api, answer, api } from './client'
import { paging, useRows } from './lists'
import { useOrganizationId } from './organization'

export function useServiceUsers(q?: string) {
  const organizationId = useOrganizationId()
  return useRows(
    $api.useInfiniteQuery(
      'get',
      '/organizations/{organizationId}/serviceusers',
      { params: { path: { organizationId }, query: { q: q || undefined, pageSize: 100, count: true } } },
      paging,
    ),
  )
}

const one = (organizationId: string, id: string) => ({ params: { path: { organizationId, id } } })
const key = (organizationId: string, id: string, keyId: string) => ({ params: { path: { organizationId, id, keyId } } })

export const useServiceUser = (id: string) =>
  $api.useQuery('get', '/organizations/{organizationId}/serviceusers/{id}', one(useOrganizationId(), id))

export const useServiceUserPolicies = (id: string) =>
  $api.useQuery('get', '/organizations/{organizationId}/serviceusers/{id}/permissions', one(useOrganizationId(), id))

export const useAccessKeys = (id: string) =>
  $api.useQuery('get', '/organizations/{organizationId}/serviceusers/{id}/accesskeys', one(useOrganizationId(), id))

export const createServiceUser = (organizationId: string, name: string) =>
  answer(api.POST('/organizations/{organizationId}/serviceusers', { params: { path: { organizationId } }, body: { name } }))

export const deleteServiceUser = (organizationId: string, id: string) =>
  answer(api.DELETE('/organizations/{organizationId}/serviceusers/{id}', one(organizationId, id)))

export const createAccessKey = (organizationId: string, id: string, dtExpires: string | undefined) =>
  answer(api.POST('/organizations/{organizationId}/serviceusers/{id}/accesskeys', { ...one(organizationId, id), body: { dtExpires } }))

export const activateAccessKey = (organizationId: string, id: string, keyId: string) =>
  answer(
    api.POST('/organizations/{organizationId}/serviceusers/{id}/accesskeys/{keyId}/activate', key(organizationId, id, keyId)),
  )

export const deactivateAccessKey = (organizationId: string, id: string, keyId: string) =>
  answer(
    api.POST('/organizations/{organizationId}/serviceusers/{id}/accesskeys/{keyId}/deactivate', key(organizationId, id, keyId)),
  )

export const deleteAccessKey = (organizationId: string, id: string, keyId: string) =>
  answer(api.DELETE('/organizations/{organizationId}/serviceusers/{id}/accesskeys/{keyId}', key(organizationId, id, keyId)))
