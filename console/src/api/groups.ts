import { useInfiniteQuery } from '@tanstack/react-query'
import { $api, answer, api } from './client'
import { paging, useRows } from './lists'
import { useOrganizationId } from './organization'
import type { ResourceGroupItem } from './types'

const type = 'user'

export function useGroups(q?: string) {
  const organizationId = useOrganizationId()
  return useRows(
    $api.useInfiniteQuery(
      'get',
      '/organizations/{organizationId}/resourcegroups/{type}',
      { params: { path: { organizationId, type }, query: { q: q || undefined, pageSize: 100, count: true } } },
      paging,
    ),
  )
}

const one = (organizationId: string, id: string) => ({ params: { path: { organizationId, type, id } } })

export const useGroup = (id: string) =>
  $api.useQuery('get', '/organizations/{organizationId}/resourcegroups/{type}/{id}', one(useOrganizationId(), id))

export const useGroupPolicies = (id: string) =>
  $api.useQuery('get', '/organizations/{organizationId}/resourcegroups/{type}/{id}/permissions', one(useOrganizationId(), id))

/** The members, read by POST as in m3ter's API. */
export function useGroupMembers(id: string) {
  const organizationId = useOrganizationId()
  const query = useInfiniteQuery({
    ...paging,
    queryKey: ['group members', organizationId, id],
    queryFn: ({ pageParam, signal }) =>
      answer(
        api.POST('/organizations/{organizationId}/resourcegroups/{type}/{id}/contents', {
          params: { ...one(organizationId, id).params, query: { pageSize: 100, nextToken: pageParam ?? undefined } },
          signal,
        }),
      ),
  })
  return useRows(query)
}

export const createGroup = (organizationId: string, name: string) =>
  answer(
    api.POST('/organizations/{organizationId}/resourcegroups/{type}', {
      params: { path: { organizationId, type } },
      body: { name },
    }),
  )

export const renameGroup = (organizationId: string, id: string, body: { name: string; version: number }) =>
  answer(api.PUT('/organizations/{organizationId}/resourcegroups/{type}/{id}', { ...one(organizationId, id), body }))

export const deleteGroup = (organizationId: string, id: string) =>
  answer(api.DELETE('/organizations/{organizationId}/resourcegroups/{type}/{id}', one(organizationId, id)))

export type Member = Pick<ResourceGroupItem, 'targetId' | 'targetType'>

export const addToGroup = (organizationId: string, id: string, body: Member) =>
  answer(
    api.POST('/organizations/{organizationId}/resourcegroups/{type}/{id}/addresource', { ...one(organizationId, id), body }),
  )

export const removeFromGroup = (organizationId: string, id: string, body: Member) =>
  answer(
    api.POST('/organizations/{organizationId}/resourcegroups/{type}/{id}/removeresource', { ...one(organizationId, id), body }),
  )
