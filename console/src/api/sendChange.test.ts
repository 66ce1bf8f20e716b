import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { answer, api } from './client'

const organizationId = '01970000-0000-7000-8000-000000000001'
const add = (id: string) =>
  answer(
    api.POST('/organizations/{organizationId}/permissionpolicies/{id}/addtouser', {
      params: { path: { organizationId, id: 'p' } },
      body: { principalId: id },
    }),
  )

let keys: (string | null)[] = []
/** Answers in turn; with nothing left to answer, the server stays silent. */
let answers: (Response | Error)[] = []

beforeEach(() => {
  keys = []
  answers = []
  vi.stubGlobal('fetch', (request: Request) => {
    keys.push(request.headers.get('Idempotency-Key'))
    const next = answers.shift()
    if (next instanceof Error) return Promise.reject(next)
    if (next) return Promise.resolve(next)
    return new Promise((_, reject) => request.signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError'))))
  })
})
afterEach(() => void vi.useRealTimers())

const done = () => new Response('{}', { headers: { 'content-type': 'application/json' } })

test('the same change sent twice at once has one key, so that the server does it once', async () => {
  answers = [done(), done()]
  await Promise.all([add('a'), add('a')])
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/)
  expect(keys[1]).toBe(keys[0])
})

test('once it is answered, or with another content, it has another key', async () => {
  answers = [done(), done(), done()]
  await add('a')
  await add('a')
  await add('b')
  expect(new Set(keys).size).toBe(3)
})

test('tried again after its answer was lost, it has the key of before', async () => {
  answers = [new TypeError('connection lost'), done()]
  await expect(add('c')).rejects.toMatchObject({ code: 'network' })
  await add('c')
  expect(keys[1]).toBe(keys[0])
})
