import { expect, test } from 'vitest'
import { missing, readStatements, writeStatements } from './policyText'
import { isResource } from './resource'

const statement = { effect: 'allow' as const, action: ['config:retrieve'], resource: ['config:meter/*'] }

test('statements go to JSON and back, conditions included', () => {
  const statements = [{ ...statement, condition: { equals: { 'subject.id': 'x' } } }]
  expect(readStatements(writeStatements(statements))).toEqual({ statements })
})

test('what is wrong is said with its place', () => {
  expect(readStatements('[')).toMatchObject({ error: expect.stringMatching(/^This is not JSON/) })
  expect(readStatements('[]')).toEqual({ error: 'needs at least one statement' })
  expect(readStatements(JSON.stringify([statement, { ...statement, effect: 'maybe' }]))).toEqual({
    error: 'Statement 2, effect: must be "allow" or "deny"',
    statement: 1,
  })
  expect(readStatements(JSON.stringify([{ ...statement, note: 1 }]))).toMatchObject({ error: expect.stringContaining('note') })
})

test('capitals are accepted in the effect', () => {
  expect(readStatements(JSON.stringify([{ ...statement, effect: 'DENY' }]))).toMatchObject({ statements: [{ effect: 'deny' }] })
})

test('a statement without actions or resources is incomplete', () => {
  expect(missing([])).toBe('Add at least one statement.')
  expect(missing([statement, { ...statement, action: [] }])).toBe('Statement 2 needs at least one action and one resource.')
  expect(missing([statement])).toBeUndefined()
})

test.each(['*', 'config:*', 'config:meter/*', 'config:plan/item/123', 'config:user/group/0197a1c2-1003-7000-8000-000000000003'])(
  '%s is a resource',
  (text) => expect(isResource(text)).toBe(true),
)
test.each(['', 'config', 'config:meter', 'config:meter/123', 'con*:meter/*', 'config:meter/item/'])('%s is no resource', (text) =>
  expect(isResource(text)).toBe(false),
)
