import { expect, test } from 'vitest'
import { hueOf, initialsOf } from './Initials'

test('the colour follows the name', () => {
  expect(hueOf('Ada Lovelace')).toBe(hueOf(' ada lovelace '))
  const hues = ['Ada Lovelace', 'Grace Hopper', 'Alan Turing', 'Barbara Liskov', 'Ken Thompson', 'Vint Cerf'].map(hueOf)
  expect(new Set(hues).size).toBeGreaterThan(3)
})

const called = (firstName: string, lastName: string, more = {}) => initialsOf({ firstName, lastName, ...more })

test('initials are whole characters of any script', () => {
  expect(called('Ada', 'Lovelace')).toBe('AL')
  expect(called('李', '小龙')).toBe('李小')
  expect(called('Þóra', '')).toBe('Þ')
  expect(called('', '')).toBe('?')
})

test('written initials come first, as many as fit, then the full name', () => {
  expect(called('Grace', 'Hopper', { initials: 'G.B.H.', fullName: 'Amazing Grace' })).toBe('GBH')
  expect(called('Grace', 'Hopper', { initials: 'abcdefghij' })).toBe('abc')
  expect(called('Grace', 'Hopper', { initials: '--' })).toBe('GH')
  expect(called('Grace', 'Hopper', { fullName: 'Grace Brewster Murray' })).toBe('GM')
  expect(called('Grace', 'Hopper', { fullName: 'Élodie' })).toBe('É')
})
