import { keepPreviousData, type InfiniteData, type UseInfiniteQueryResult } from '@tanstack/react-query'
import { useMemo } from 'react'
import { queryClient } from './client'
import { Problem } from './problem'
import type { Page, User } from './types'

/** How lists are paged: openapi-react-query would send 0 for an undefined first token, so it is null. */
export const paging = {
  pageParamName: 'nextToken',
  initialPageParam: null as string | null,
  getNextPageParam: (last: Page<unknown>) => last.nextToken || undefined,
  placeholderData: keepPreviousData,
}

export type List<T> = {
  rows: T[]
  total?: number
  /** Nothing to show yet. */
  loading: boolean
  /** The rows belong to an older question; the newer one is on its way. */
  outdated: boolean
  error: Problem | null
  hasMore: boolean
  loadingMore: boolean
  more: () => void
  /** Reads the pages that are still missing. */
  all: () => Promise<void>
  again: () => void
}

export function useRows<T>(query: UseInfiniteQueryResult<InfiniteData<Page<T>>, unknown>): List<T> {
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = query
  const rows = useMemo(() => data?.pages.flatMap((page) => page.data) ?? [], [data])
  return {
    rows,
    total: data?.pages[0]?.total,
    loading: query.isPending,
    outdated: query.isPlaceholderData,
    error: query.error as Problem | null,
    hasMore: hasNextPage,
    loadingMore: isFetchingNextPage,
    more: () => {
      if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
    },
    all: async () => {
      for (let left = hasNextPage; left; ) left = (await fetchNextPage({ throwOnError: true })).hasNextPage
    },
    again: () => void refetch(),
  }
}

type Pages = InfiniteData<Page<User>> | undefined

/** After a change everything shown is read again, but a long list only when it is next opened. */
export async function refresh(changed?: unknown) {
  if (changed && typeof changed === 'object' && 'email' in changed && 'active' in changed) putUser(changed as User)
  await queryClient.invalidateQueries({
    predicate: ({ queryKey, state }) => {
      if (queryKey[0] === 'session') return false
      const pages = (state.data as Pages)?.pages
      return !(Array.isArray(pages) && pages.length > 4)
    },
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
