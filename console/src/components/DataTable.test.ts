import { expect, test } from 'vitest'
import { fitting, reached, type Column } from './DataTable'

const column = (key: string, width: string, more: Partial<Column<unknown>> = {}): Column<unknown> => ({ key, label: key, width, cell: () => null, ...more })
const columns = [
  column('name', 'minmax(170px, 1.4fr)'),
  column('email', 'minmax(200px, 1.6fr)'),
  column('status', 'minmax(186px, 0.9fr)', { extra: 'Display Disabled' }),
  column('end', 'minmax(150px, 0.9fr)', { minor: true }),
]
const widths = (room: number, of = columns) => fitting(of, room).map(({ key, width }) => `${key} ${/\d+/.exec(width)![0]}`)

test('a minor column is left out where there is no room for it', () => {
  expect(fitting(columns, 802)).toBe(columns)
  expect(widths(801)).toEqual(['name 170', 'email 200', 'status 186'])
})

test('then the others get narrower, but for one with a control in its head and one that was dragged', () => {
  // 44 px too few, as beside the panel in a window of 1280 px.
  expect(widths(592)).toEqual(['name 148', 'email 178', 'status 186'])
  expect(widths(592, columns.with(1, column('email', '200px')))).toEqual(['name 126', 'email 200', 'status 186'])
})

const read = (head: number, gap: number, tail: number) => ({
  rows: Array.from({ length: head + tail }, (_, id) => ({ id })),
  gap: { at: head, size: gap },
  total: head + gap + tail,
})

test('a step leads over the place where both ends of a list have met', () => {
  expect(reached(read(100, 0, 150), 99, 1, false)).toBe(100)
  expect(reached(read(100, 0, 150), 100, -1, true)).toBe(99)
})

test('before what is not read yet a step stops, and only the way to the other end leads past it', () => {
  expect(reached(read(100, 50, 100), 99, 1, false)).toBe(99)
  expect(reached(read(100, 50, 100), 150, -1, false)).toBe(150)
  expect(reached(read(100, 50, 100), 5, 250, false)).toBe(249)
  expect(reached(read(100, 50, 100), 5, 250, true)).toBe(99)
})
