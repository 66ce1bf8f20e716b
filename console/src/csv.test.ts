import { expect, test } from 'vitest'
import { csvCell, csvOf } from './csv'

test('what a spreadsheet would run as a formula is text', () => {
  for (const start of ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
    expect(csvCell(`${start}cmd|'/c calc'!A1`).replace(/^"/, '')).toMatch(/^'/)
  }
})

test('separators, quotes and line breaks stay inside their cell', () => {
  expect(csvCell('Berger, Ada')).toBe('"Berger, Ada"')
  expect(csvCell('the "best"')).toBe('"the ""best"""')
  expect(csvCell('two\nlines')).toBe('"two\nlines"')
  expect(csvCell('plain')).toBe('plain')
  expect(csvCell('')).toBe('')
})

test('a table ends its lines as RFC 4180 says; for Excel it begins with a byte order mark', () => {
  const table = [['Name', 'E-mail'], ['Zoë', 'z@x.example']]
  expect(csvOf(table)).toBe('Name,E-mail\r\nZoë,z@x.example\r\n')
  expect(csvOf(table, true)).toBe('\uFEFFName,E-mail\r\nZoë,z@x.example\r\n')
})
