import { useRouter, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { z } from 'zod'

/** A text in the URL; anything else is dropped. */
export const text = z.string().min(1).optional().catch(undefined)
export const oneOf = <const T extends readonly [string, ...string[]]>(values: T) => z.enum(values).optional().catch(undefined)

/** `status=ACTIVE&q=a`: plain texts, so that links can be written by hand. */
export const parseSearch = (search: string): Record<string, string> => Object.fromEntries(new URLSearchParams(search))

export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(search)) {
    if (value !== undefined && value !== null && value !== '') params.set(name, String(value))
  }
  const written = params.toString()
  return written ? `?${written}` : ''
}

/** Which filters an entry of the history was made for. */
type Made = { made?: string }
const entryOf = ({ __TSR_index: index }: { __TSR_index?: number }) => index
const keysOf = (patch: object) => Object.keys(patch).toSorted().join()

/**
 * The filters that a page keeps in its URL. Typing replaces the history entry, opening something
 * adds one, and closing it again takes that one away: Back never leads to where one is already.
 */
export function useFilters<S extends z.ZodType<Record<string, string | undefined>>>(schema: S) {
  type Filters = z.output<S>
  const search = useSearch({ strict: false })
  const router = useRouter()
  const filters = useMemo(() => schema.parse(search), [schema, search])
  const setFilters = useCallback(
    (patch: Partial<Filters>, { push = false } = {}) => {
      const { made } = router.history.location.state as Made
      const entry = entryOf(router.history.location.state)
      const closes = !push && made === keysOf(patch) && Object.values(patch).every((value) => value === undefined)
      const there = router.navigate({
        to: '.',
        search: ((before: Record<string, unknown>) => ({ ...before, ...patch })) as never,
        replace: !push,
        resetScroll: false,
        state: (push ? { made: keysOf(patch) } : {}) as never,
      })
      // Unless one has gone on meanwhile, as from a dialog to what was made in it.
      if (closes) void there.then(() => entryOf(router.history.location.state) === entry && router.history.back())
    },
    [router],
  )
  return [filters, setFilters] as const
}
