import { keepPreviousData, type InfiniteData, type UseInfiniteQueryResult } from '@tanstack/react-query'
import { useMemo } from 'react'
import { isLong, queryClient } from './client'
import { Problem } from './problem'
import type { Page, User } from './types'

type Pages = InfiniteData<Page<User>> | undefined

/** How lists are paged: openapi-react-query would send 0 for an undefined first token, so it is null. */
export const paging = {
  pageParamName: 'nextToken',
  initialPageParam: null as string | null,
  getNextPageParam: (last: Page<unknown>) => last.nextToken || undefined,
  placeholderData: keepPreviousData,
}

/** For the same rows the other way round: read from when the end is looked at, and kept up to date from then on. */
export const fromTheEnd = {
  ...paging,
  placeholderData: undefined,
  enabled: ({ state }: { state: { data?: unknown } }) => state.data !== undefined,
}

export type List<T> = {
  /** What is read: from the beginning on, and behind the gap up to the end. */
  rows: T[]
  /** What is not read yet. */
  gap: Gap
  total?: number
  /** Nothing to show yet. */
  loading: boolean
  /** The rows belong to an older question; the newer one is on its way. */
  outdated: boolean
  error: Problem | null
  hasMore: boolean
  loadingMore: boolean
  /** A further page could not be read; until one tries again, no other is asked for. */
  broken?: { error: unknown; again: () => void }
  more: () => void
  /** Reads a page before the rows behind the gap; absent where a list is only read from its beginning. */
  moreBefore?: () => void
  /** Reads the pages that are still missing. */
  all: () => Promise<void>
  again: () => void
}

/** So many rows before the one with this index; three where nobody knows how many. */
export type Gap = { at: number; size: number }

/** What stands at a place of the whole list; undefined where it is not read yet. */
export const rowAt = <T>({ rows, gap }: Pick<List<T>, 'rows' | 'gap'>, place: number): T | undefined =>
  place < gap.at ? rows[place] : place < gap.at + gap.size ? undefined : rows[place - gap.size]

/** The place in the whole list of what stands in `rows`. */
export const placeOf = ({ gap }: { gap: Gap }, index: number) => (index < gap.at ? index : index + gap.size)

type Rows<T> = UseInfiniteQueryResult<InfiniteData<Page<T>>, unknown>

const rowsOf = <T>(data: InfiniteData<Page<T>> | undefined) => data?.pages.flatMap((page) => page.data) ?? []

/** `backward`: the same rows the other way round. */
export function useRows<T>(query: Rows<T>, backward?: Rows<T>): List<T> {
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = query
  const total = data?.pages[0]?.total
  const head = useMemo(() => rowsOf(data), [data])
  const tail = useMemo(() => rowsOf(backward?.data).toReversed(), [backward?.data])
  const { rows, gap } = useMemo(
    () => (hasNextPage ? joined(head, tail, total) : { rows: head, gap: { at: head.length, size: 0 } }),
    [head, tail, total, hasNextPage],
  )
  const broken = [query, backward].find((each) => each?.isFetchNextPageError)
  return {
    rows,
    gap,
    total,
    loading: query.isPending,
    outdated: query.isPlaceholderData,
    error: query.error as Problem | null,
    hasMore: gap.size > 0,
    loadingMore: isFetchingNextPage,
    broken: broken && { error: broken.error, again: () => void broken.fetchNextPage() },
    more: () => {
      if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
    },
    moreBefore: backward && (() => {
      if (!backward.isFetching && (backward.hasNextPage || tail.length === 0)) void backward.fetchNextPage()
    }),
    all: async () => {
      for (let left = hasNextPage; left; ) left = (await fetchNextPage({ throwOnError: true })).hasNextPage
    },
    again: () => void refetch(),
  }
}

/** Both ends of a list; where they meet, each row stands once. */
export function joined<T>(head: T[], tail: T[], total: number | undefined): { rows: T[]; gap: Gap } {
  const at = head.length
  const unread = total === undefined ? 3 : total - at - tail.length
  if (tail.length === 0) return { rows: head, gap: { at, size: Math.max(1, unread) } }
  if (unread > 0) return { rows: [...head, ...tail], gap: { at, size: unread } }
  const idOf = (row: T) => (row as { id?: string }).id
  const ids = new Set(head.map(idOf))
  const rest = tail.filter((row) => !ids.has(idOf(row)))
  // The total is of another moment than the rows: only a row of both ends shows that nothing is between them.
  const meet = rest.length < tail.length
  return { rows: [...head, ...rest], gap: { at, size: meet ? 0 : 1 } }
}

/** After a change everything shown is read again, but a long list only when it is next opened. */
export async function refresh(changed?: unknown) {
  if (changed && typeof changed === 'object' && 'email' in changed && 'active' in changed) putUser(changed as User)
  await queryClient.invalidateQueries({
    predicate: (query) => query.queryKey[0] !== 'session' && !isLong(query),
  })
}

/** Shows a changed user at once in every list that holds it. */
function putUser(user: User) {
  queryClient.setQueriesData<Pages>({ predicate: ({ queryKey }) => String(queryKey[1]).endsWith('/users') }, (data) => {
    if (!data?.pages) return data
    return {
      ...data,
      pages: data.pages.map((page) => ({ ...page, data: page.data.map((row) => (row.id === user.id ? user : row)) })),
    }
  })
}
