import { $api, answer, api } from './client'
import { paging, useRows } from './lists'
import { useOrganizationId } from './organization'

export function useApplications(q?: string) {
  const organizationId = useOrganizationId()
  return useRows(
    $api.useInfiniteQuery(
      'get',
      '/organizations/{organizationId}/applications',
      { params: { path: { organizationId }, query: { q: q || undefined, pageSize: 100, count: true } } },
      paging,
    ),
  )
}

const one = (organizationId: string, id: string) => ({ params: { path: { organizationId, id } } })

export const useApplication = (id: string) =>
  $api.useQuery('get', '/organizations/{organizationId}/applications/{id}', one(useOrganizationId(), id))

export type Words = { name: string; types: string[]; actions: string[] }

export const createApplication = (organizationId: string, body: Words & { service: string }) =>
  answer(api.POST('/organizations/{organizationId}/applications', { params: { path: { organizationId } }, body }))

export const updateApplication = (organizationId: string, id: string, body: Words & { version: number }) =>
  answer(api.PUT('/organizations/{organizationId}/applications/{id}', { ...one(organizationId, id), body }))

export const deleteApplication = (organizationId: string, id: string) =>
  answer(api.DELETE('/organizations/{organizationId}/applications/{id}', one(organizationId, id)))
