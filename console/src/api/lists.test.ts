import { expect, test } from 'vitest'
import { joined } from './lists'

const rows = (...ids: string[]) => ids.map((id) => ({ id }))

test('both ends of a list have met when they share a row, which then stands once', () => {
  expect(joined(rows('a', 'b', 'c'), rows('c', 'd'), 4)).toEqual({ rows: rows('a', 'b', 'c', 'd'), gap: { at: 3, size: 0 } })
})

test('a total of another moment does not hide who stands between the ends', () => {
  // One of the five was deactivated since; `x` is not read yet.
  expect(joined(rows('a', 'b'), rows('d', 'e'), 4).gap).toEqual({ at: 2, size: 1 })
})
