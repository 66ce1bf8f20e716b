import { QueryClient } from '@tanstack/react-query'
import createFetchClient, { type Middleware } from 'openapi-fetch'
import createQueryClient from 'openapi-react-query'
import { networkProblem, Problem, problemOf } from './problem'
import type { paths } from './schema'
import { callAnswered, csrfToken, sessionEnded } from './sessionState'

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
    if (error instanceof DOMException && error.name === 'AbortError') return
    return networkProblem()
  },
}

export const api = createFetchClient<paths>({
  baseUrl: new URL('/api', location.origin).href,
  fetch: (request) => globalThis.fetch(request),
})
api.use(rules)

export const $api = createQueryClient(api)

/** The body of a successful call; a failed one has thrown a Problem. */
export async function answer<T>(call: Promise<{ data?: T }>): Promise<T> {
  return (await call).data as T
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (count, error) => count < 2 && error instanceof Problem && (error.status === 0 || error.status >= 502),
      retryDelay: (count) => 400 * 2 ** count,
    },
  },
})
