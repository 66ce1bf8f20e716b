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

test('lists and objects are written out', () => {
  expect(changes({ ids: ['a'] }, { ids: ['a', 'b'] })).toEqual([{ field: 'ids', before: '[ "a" ]', after: '[ "a", "b" ]' }])
})
