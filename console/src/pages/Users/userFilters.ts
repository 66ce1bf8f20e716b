import { z } from 'zod'
import type { UserFilters } from '~/api/users'
import { oneOf, text } from '~/filters'

/** What the Users page keeps in its URL; without a status only the active are shown. */
export const userSearch = z.object({
  q: text,
  status: oneOf(['active', 'all', 'inactive']),
  sort: oneOf(['name', '-name', 'email', '-email', 'created', '-created', 'endAccess', '-endAccess']),
  columns: text,
  user: text,
  open: oneOf(['invite', 'create']),
})

export type UserSearch = z.output<typeof userSearch>

export function toApi({ q, status, sort }: UserSearch): UserFilters {
  return {
    q,
    status: status === 'inactive' ? 'INACTIVE' : status === 'all' ? undefined : 'ACTIVE',
    sort: sort ?? 'name',
  }
}
