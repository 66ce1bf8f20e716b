import { $api, answer, api } from './client'
import { paging, useRows } from './lists'
import { useOrganizationId } from './organization'
import type { Resource } from './types'

/** The registered resources of a type, `records:record`. */
export function useResources(type: string, q: string | undefined) {
  const organizationId = useOrganizationId()
  return useRows(
    $api.useInfiniteQuery(
      'get',
      '/organizations/{organizationId}/resources',
      { params: { path: { organizationId }, query: { type, q: q || undefined, pageSize: 100, count: true } } },
      paging,
    ),
  )
}

const one = (organizationId: string, id: string) => ({ params: { path: { organizationId, id } } })

export type Properties = Resource['properties']

export const createResource = (organizationId: string, body: { type: string; resourceId: string; properties: Properties }) =>
  answer(api.POST('/organizations/{organizationId}/resources', { params: { path: { organizationId } }, body }))

export const updateResource = (organizationId: string, id: string, body: { properties: Properties; version: number }) =>
  answer(api.PUT('/organizations/{organizationId}/resources/{id}', { ...one(organizationId, id), body }))

export const deleteResource = (organizationId: string, id: string) =>
  answer(api.DELETE('/organizations/{organizationId}/resources/{id}', one(organizationId, id)))
