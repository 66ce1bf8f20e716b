import { expect, test } from 'vitest'
import { explain, Problem, problemOf } from './problem'

const answer = (status: number, body: object, headers: Record<string, string> = {}) =>
  problemOf(new Response(JSON.stringify(body), { status, headers }))

test('a problem keeps its code, field and request', async () => {
  const problem = await answer(400, { code: 'invalid_input', message: 'Too short.', field: 'name', requestId: 'r1' })
  expect(problem).toMatchObject({ status: 400, code: 'invalid_input', message: 'Too short.', field: 'name', requestId: 'r1' })
})

test('a refusal names the missing permission', async () => {
  const problem = await answer(403, { code: 'permission_denied', message: 'No.', reason: { action: 'config:update', resource: 'config:user' } })
  expect(explain(problem).text).toContain('config:update on config:user')
})

test('a 429 says how long to wait', async () => {
  const problem = await answer(429, { code: 'too_many_requests', message: 'Slow down.' }, { 'Retry-After': '12' })
  expect(problem.wait).toBe(12)
  expect(explain(problem).text).toBe('Try again in 12 seconds.')
})

test('conflicts are explained', () => {
  expect(explain(new Problem(409, { code: 'last_administrator' })).title).toBe('This is the last administrator')
  expect(explain(new Problem(409, { code: 'stale_version' })).text).toMatch(/Somebody else changed this/)
})

test('an answer that is no problem still becomes one', async () => {
  const problem = await problemOf(new Response('<html>', { status: 502 }))
  expect(problem).toMatchObject({ status: 502, code: 'unknown' })
  expect(explain(problem).title).toBe('The server is in trouble')
})
