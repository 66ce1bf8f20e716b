import { $api, answer, api } from './client'
import { paging, useRows } from './lists'
import { useOrganizationId } from './organization'
import type { AuditEvent } from './types'

/** One event. */
export function useAuditEvent(id: string | undefined) {
  const organizationId = useOrganizationId()
  return $api.useQuery(
    'get',
    '/organizations/{organizationId}/auditevents/{id}',
    { params: { path: { organizationId, id: id ?? '' } } },
    { enabled: id !== undefined, staleTime: Infinity },
  )
}

export type AuditFilters = {
  actor?: string
  target?: string
  /** Who did it or to whom it was done. */
  user?: string
  action?: string
  outcome?: AuditEvent['outcome']
  from?: string
  to?: string
  sourceAddress?: string
}

export const readAuditEvents = (organizationId: string, query: AuditFilters & { pageSize: number }, signal?: AbortSignal) =>
  answer(api.GET('/organizations/{organizationId}/auditevents', { params: { path: { organizationId }, query }, signal }))

export function useAuditEvents(filters: AuditFilters) {
  const organizationId = useOrganizationId()
  return useRows(
    $api.useInfiniteQuery(
      'get',
      '/organizations/{organizationId}/auditevents',
      { params: { path: { organizationId }, query: { ...filters, pageSize: 50 } } },
      paging,
    ),
  )
}
