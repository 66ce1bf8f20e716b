import { expect, test } from 'vitest'
import { moved, readLayout, resized, writeLayout } from './columnLayout'

const known = ['name', 'email', 'status', 'end']

test('what a link says is read: order and widths, without what is unknown or said twice', () => {
  expect(readLayout('name:300,end,email:240', known)).toEqual([{ key: 'name', width: 300 }, { key: 'end' }, { key: 'email', width: 240 }])
  expect(readLayout('end,nonsense,end:100,status:5', known)).toEqual([{ key: 'name' }, { key: 'end' }, { key: 'status' }])
  expect(readLayout('', known)).toEqual([{ key: 'name' }])
})

test('a layout written and read again is the same', () => {
  const layout = readLayout('name,status:120,email', known)
  expect(readLayout(writeLayout(layout), known)).toEqual(layout)
})

test('columns change places, the first stays first', () => {
  const layout = readLayout('name,email,status', known)
  expect(writeLayout(moved(layout, 'status', -1))).toBe('name,status,email')
  expect(writeLayout(moved(layout, 'email', -1))).toBe('name,email,status')
  expect(writeLayout(moved(layout, 'status', 1))).toBe('name,email,status')
  expect(writeLayout(moved(layout, 'name', 1))).toBe('name,email,status')
})

test('a column is never narrower than its sort button', () => {
  expect(writeLayout(resized(readLayout('name,email', known), 'email', 12.4))).toBe('name,email:60')
})
