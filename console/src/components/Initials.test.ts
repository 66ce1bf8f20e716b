import { expect, test } from 'vitest'
import { hueOf, initialsOf } from './Initials'

test('the colour follows the name', () => {
  expect(hueOf('Ada Lovelace')).toBe(hueOf(' ada lovelace '))
  const hues = ['Ada Lovelace', 'Grace Hopper', 'Alan Turing', 'Barbara Liskov', 'Ken Thompson', 'Vint Cerf'].map(hueOf)
  expect(new Set(hues).size).toBeGreaterThan(3)
})

test('initials are whole characters of any script', () => {
  expect(initialsOf('Ada', 'Lovelace')).toBe('AL')
  expect(initialsOf('李', '小龙')).toBe('李小')
  expect(initialsOf('Þóra', '')).toBe('Þ')
  expect(initialsOf('', '')).toBe('?')
})
