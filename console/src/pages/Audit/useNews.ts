import { useQuery } from '@tanstack/react-query'
import { readAuditEvents, type AuditFilters } from '~/api/audit'
import { useOrganizationId } from '~/api/organization'
import { wasActive } from '~/api/sessionClock'
import type { AuditEvent } from '~/api/types'

const every = 5000
/** Asking keeps the session alive, so it ends when nobody is there. */
const patience = 5 * 60_000
const most = 50

/** How many events have come since the newest shown; `more` when there are more than were counted. */
export function useNews(filters: AuditFilters, newest: AuditEvent | undefined, on: boolean): { count: number; more: boolean } {
  const organizationId = useOrganizationId()
  const last = newest?.index ?? -1
  const { data } = useQuery({
    queryKey: ['audit news', organizationId, filters],
    queryFn: ({ signal }) => readAuditEvents(organizationId, { ...filters, pageSize: most }, signal),
    enabled: on,
    staleTime: 0,
    gcTime: 0,
    refetchInterval: () => (wasActive(Date.now(), patience) ? every : false),
    refetchOnWindowFocus: true,
  })
  const count = data?.data.filter(({ index }) => index > last).length ?? 0
  return { count, more: count === most }
}
