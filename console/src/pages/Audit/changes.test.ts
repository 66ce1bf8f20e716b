import { expect, test } from 'vitest'
import { changes } from './changes'

test('only what differs is told', () => {
  expect(changes({ status: 'ACTIVE', name: 'a' }, { status: 'INACTIVE', name: 'a' })).toEqual([
    { field: 'status', before: 'ACTIVE', after: 'INACTIVE' },
  ])
})

test('what came or went is told with an empty side', () => {
  expect(changes(undefined, { name: 'a' })).toEqual([{ field: 'name', before: '', after: 'a' }])
  expect(changes({ name: 'a' }, null)).toEqual([{ field: 'name', before: 'a', after: '' }])
})

test('what the event itself tells is left out', () => {
  expect(changes({ name: 'a', version: 1, lastModifiedBy: 'x' }, { name: 'b', version: 2, lastModifiedBy: 'y' })).toEqual([
    { field: 'name', before: 'a', after: 'b' },
  ])
})

test('lists of objects are told line by line', () => {
  const [change] = changes({ statements: [{ effect: 'allow' }] }, { statements: [{ effect: 'deny' }] })
  expect(change).toMatchObject({ field: 'statements', long: true })
  expect(change!.before.split('\n')).toContain('    "effect": "allow"')
})

test('lists and objects are written out', () => {
  expect(changes({ ids: ['a'] }, { ids: ['a', 'b'] })).toEqual([{ field: 'ids', before: '[ "a" ]', after: '[ "a", "b" ]' }])
})
