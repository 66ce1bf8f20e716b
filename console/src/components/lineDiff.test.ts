import { expect, test } from 'vitest'
import { lineDiff, shortDiff } from './lineDiff'

const told = (before: string, after: string) => lineDiff(before, after).map(({ kind, text }) => ({ same: ' ', added: '+', removed: '-' })[kind] + text)

test('what stays, goes and comes, in order', () => {
  expect(told('a\nb\nc', 'a\nx\nc')).toEqual([' a', '-b', '+x', ' c'])
  expect(told('a', 'a')).toEqual([' a'])
  expect(told('', 'a\nb')).toEqual(['+a', '+b'])
  expect(told('a\nb', '')).toEqual(['-a', '-b'])
})

test('read as a patch, it leads from one text to the other', () => {
  const before = 'one\ntwo\nthree\nfour\nfive'
  const after = 'two\nthree\n3½\nfive\nsix'
  const lines = lineDiff(before, after)
  const side = (without: 'added' | 'removed') => lines.filter(({ kind }) => kind !== without).map(({ text }) => text).join('\n')
  expect(side('added')).toBe(before)
  expect(side('removed')).toBe(after)
})

test('a comma that came or went with the next line is no change', () => {
  expect(told('[\n  1\n]', '[\n  1,\n  2\n]')).toEqual([' [', '   1,', '+  2', ' ]'])
})

test('far from any change, lines are counted only', () => {
  const many = Array.from({ length: 10 }, (_, index) => `${index}`)
  const parts = shortDiff(many.join('\n'), many.with(9, 'x').join('\n'))
  expect(parts[0]).toEqual({ kind: 'gap', lines: 7 })
  expect(parts.map(({ kind }) => kind)).toEqual(['gap', 'same', 'same', 'removed', 'added'])
})
