import { QueryClient } from '@tanstack/react-query'
import createFetchClient, { type Middleware } from 'openapi-fetch'
import createQueryClient from 'openapi-react-query'
import { networkProblem, Problem, problemOf } from './problem'
import type { paths } from './schema'
import { callAnswered, csrfToken, sessionEnded } from './sessionState'
import { sendChange, withIdempotencyKey } from './sendChange'
import { askForPassword } from './stepUp'

/** Calls without a session; a 401 there is an answer, not the end of the session. */
const anonymous = /\/api\/(session$|password\/(forgot|reset)|invitations\/)/

const rules: Middleware = {
  onRequest({ request }) {
    const token = csrfToken()
    if (request.method !== 'GET' && token) request.headers.set('X-CSRF-Token', token)
  },
  async onResponse({ request, response }) {
    if (response.status !== 401) callAnswered()
    if (response.ok) return
    if (response.status === 401 && !anonymous.test(new URL(request.url).pathname)) sessionEnded()
    throw await problemOf(response)
  },
  onError({ error }) {
    if (error instanceof Problem || (error instanceof DOMException && error.name === 'AbortError')) return
    return networkProblem()
  },
}

/** Sends a change again once the person has confirmed the password that the server asks for. */
async function send(request: Request): Promise<Response> {
  if (request.method === 'GET') return globalThis.fetch(request)
  const keyed = await withIdempotencyKey(request)
  const again = keyed.clone()
  const response = await sendChange(keyed)
  if (response.status !== 403 || (await problemOf(response.clone())).code !== 'step_up_required') return response
  if (!(await askForPassword())) return response
  again.headers.set('X-CSRF-Token', csrfToken() ?? '')
  return sendChange(again)
}

export const api = createFetchClient<paths>({ baseUrl: new URL('/api', location.origin).href, fetch: send })
api.use(rules)

export const $api = createQueryClient(api)

/** The body of a successful call; a failed one has thrown a Problem. */
export async function answer<T>(call: Promise<{ data?: T }>): Promise<T> {
  return (await call).data as T
}

/** A list of which much was read: to read it again is to read all of those pages. */
export function isLong({ state }: { state: { data?: unknown } }): boolean {
  const pages = (state.data as { pages?: unknown[] } | undefined)?.pages
  return Array.isArray(pages) && pages.length > 4
}

export const queryClient = new QueryClient({
  defaultOptions: {
    // Without a connection a change fails at once; it is not kept to be sent some time later.
    mutations: { networkMode: 'always' },
    queries: {
      networkMode: 'always',
      staleTime: 10_000,
      refetchOnWindowFocus: (query) => !isLong(query),
      refetchOnReconnect: (query) => !isLong(query),
      retry: (count, error) => count < 2 && error instanceof Problem && (error.status === 0 || error.status >= 502),
      retryDelay: (count) => 400 * 2 ** count,
    },
  },
})
