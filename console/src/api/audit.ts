import { $api } from './client'
import { paging, useRows } from './lists'
import { useOrganizationId } from './organization'
import type { AuditEvent } from './types'

export type AuditFilters = {
  actor?: string
  target?: string
  /** Who did it or to whom it was done. */
  user?: string
  action?: string
  outcome?: AuditEvent['outcome']
  from?: string
  to?: string
}

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
