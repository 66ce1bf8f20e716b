import { expect, test } from 'vitest'
import { isEmail, mergeAddresses, parseAddresses } from './emails'

const emails = (text: string) => parseAddresses(text).map(({ email }) => email)

test('a list is split at semicolons, commas and new lines', () => {
  expect(emails('Ada <a@x.example>; b@x.example,c@x.example\nd@x.example')).toEqual([
    'a@x.example',
    'b@x.example',
    'c@x.example',
    'd@x.example',
  ])
})

test('addresses with spaces between them are split, names are not', () => {
  expect(emails('a@x.example b@x.example')).toEqual(['a@x.example', 'b@x.example'])
  expect(emails('Ada Lovelace <ada@x.example>')).toEqual(['ada@x.example'])
})

test('empty parts are left out', () => {
  expect(emails(' ; ,\n a@x.example ;')).toEqual(['a@x.example'])
})

test('what is no address is kept and marked', () => {
  expect(parseAddresses('nonsense')).toEqual([{ text: 'nonsense', email: 'nonsense', valid: false }])
})

test.each(['a@b', '@x.example', 'a@', 'a b@x.example', 'a@x..example', 'a@@x.example', 'a@x.example.'])('%s is no address', (text) => {
  expect(isEmail(text)).toBe(false)
})

test.each(['a@x.example', 'first.last+tag@sub.x.example', 'jürgen@müller.example'])('%s is an address', (text) => {
  expect(isEmail(text)).toBe(true)
})

test('an address already there is not added again, capitals aside', () => {
  const merged = mergeAddresses(parseAddresses('a@x.example'), parseAddresses('A@X.example; b@x.example; B@x.example'))
  expect(merged.map(({ email }) => email)).toEqual(['a@x.example', 'b@x.example'])
})
