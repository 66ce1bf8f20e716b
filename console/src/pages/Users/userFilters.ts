import { z } from 'zod'
import type { UserFilters } from '~/api/users'
import { oneOf, text } from '~/filters'

/** What the Users page keeps in its URL; without a status only the active are shown. */
export const userSearch = z.object({
  q: text,
  status: oneOf(['active', 'all', 'inactive']),
  ends: oneOf(['week', 'month', 'over']),
  sort: oneOf(['name', '-name', 'email', '-email', 'created', '-created', 'endAccess', '-endAccess']),
  columns: text,
  user: text,
  open: oneOf(['invite', 'create']),
})

export type UserSearch = z.output<typeof userSearch>

/** Days until the end of access. */
const days = { week: 7, month: 30, over: 0 }

/** `now` is rounded to the minute so that the same question keeps its answer. */
export function toApi({ q, status, ends, sort }: UserSearch, now: number): UserFilters {
  const minute = Math.floor(now / 60_000) * 60_000
  return {
    q,
    status: status === 'inactive' ? 'INACTIVE' : status === 'all' || ends === 'over' ? undefined : 'ACTIVE',
    endsBefore: ends && new Date(minute + days[ends] * 86_400_000).toISOString(),
    sort: sort ?? 'name',
  }
}
