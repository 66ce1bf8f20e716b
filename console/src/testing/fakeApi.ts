import { vi } from 'vitest'

export type Call = { method: string; path: string; query: URLSearchParams; body: unknown; headers: Headers }
type Answer = { status?: number; body?: unknown; headers?: Record<string, string> }
export type Route = (call: Call) => Answer | Promise<Answer>

/** Stands in for the server: `{'GET /session': () => ({body})}`; `*` stands for one part of a path. */
export function fakeApi(routes: Record<string, Route>) {
  const calls: Call[] = []
  const find = (method: string, path: string) =>
    Object.entries(routes).find(([key]) => {
      const [verb, pattern] = key.split(' ')
      return verb === method && new RegExp(`^${pattern!.replaceAll('*', '[^/]+')}$`).test(path)
    })?.[1]
  vi.stubGlobal('fetch', async (request: Request) => {
    const url = new URL(request.url)
    const path = url.pathname.replace(/^\/api/, '')
    const text = await request.text()
    const call = { method: request.method, path, query: url.searchParams, body: text ? JSON.parse(text) : undefined, headers: request.headers }
    calls.push(call)
    const route = find(request.method, path)
    if (!route) return respond(problem(404, 'not_found', `no ${request.method} ${path}`))
    return respond(await route(call))
  })
  return calls
}

const respond = ({ status = 200, body = {}, headers }: Answer) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } })

export const problem = (status: number, code: string, message: string, more: object = {}): Answer => ({
  status,
  body: { type: 'about:blank', title: code, status, detail: message, message, code, requestId: 'request-1', ...more },
})
