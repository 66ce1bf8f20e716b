import { expect, test } from 'vitest'
import { parseSearch, stringifySearch } from './filters'
import { safeDestination } from './hrefs'
import { auditSearch, toAuditFilters } from './pages/Audit/auditFilters'
import { toApi, userSearch } from './pages/Users/userFilters'

test('a search is written by hand as it is read', () => {
  expect(parseSearch('?q=li&status=all')).toEqual({ q: 'li', status: 'all' })
  expect(stringifySearch({ q: 'a b', status: undefined, sort: '-name' })).toBe('?q=a+b&sort=-name')
  expect(stringifySearch({})).toBe('')
  expect(parseSearch('?q=123')).toEqual({ q: '123' })
})

test('what the Users page does not know is dropped', () => {
  expect(userSearch.parse({ q: 'x', status: 'FOO', sort: 'shoe', user: '', extra: '1' })).toEqual({ q: 'x' })
})

test('without a status only the active are asked for, by name', () => {
  const now = Date.parse('2026-11-22T12:34:56Z')
  expect(toApi({}, now)).toEqual({ status: 'ACTIVE', sort: 'name' })
  expect(toApi({ status: 'all', q: 'a' }, now)).toEqual({ q: 'a', sort: 'name' })
  expect(toApi({ status: 'inactive', sort: '-email' }, now)).toEqual({ status: 'INACTIVE', sort: '-email' })
})

test('whose access ends soon is asked for from a whole minute; whose has ended is inactive', () => {
  const now = Date.parse('2026-11-22T12:34:56Z')
  expect(toApi({ ends: 'week' }, now)).toMatchObject({ status: 'ACTIVE', endsBefore: '2026-11-29T12:34:00.000Z' })
  expect(toApi({ ends: 'over' }, now)).toEqual({ endsBefore: '2026-11-22T12:34:00.000Z', sort: 'name' })
})

test('a relative range stays relative, and is asked for from a whole minute', () => {
  const now = Date.parse('2026-11-22T12:34:56Z')
  expect(toAuditFilters(auditSearch.parse({ range: 'day', outcome: 'FAILED' }), now)).toEqual({
    outcome: 'FAILED',
    from: '2026-11-21T12:34:00.000Z',
  })
  expect(auditSearch.parse({ range: 'days', from: '2026-11-01', to: 'soon' })).toEqual({ range: 'days', from: '2026-11-01' })
})

test.each([
  ['/o/1/audit?x=1#y', '/o/1/audit?x=1#y'],
  ['//evil.example/', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example', '/'],
  ['/login?to=/login', '/'],
  [undefined, '/'],
])('after signing in, %s leads to %s', (wanted, destination) => {
  expect(safeDestination(wanted)).toBe(destination)
})
