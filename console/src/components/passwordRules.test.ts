import { expect, test } from 'vitest'
import { passwordRules } from './passwordRules'

const unmet = (password: string, repeated = password, own: string[] = []) =>
  passwordRules(password, repeated, own)
    .filter(({ met }) => !met)
    .map(({ text }) => text)

test('a long sentence typed twice meets all rules', () => {
  expect(unmet('three brown mice dance')).toEqual([])
})

test('a short one, a single character and a different repeat do not', () => {
  expect(unmet('short')).toContain('At least 15 characters')
  expect(unmet('aaaaaaaaaaaaaaaaaaaa')).toContain('Not one character over and over')
  expect(unmet('three brown mice dance', 'three brown mice')).toContain('Both entries are the same')
})

test('one’s own name with a little around it is refused', () => {
  expect(unmet('lovelace-123456', undefined, ['Ada', 'Lovelace'])).toContain('Not your name or e-mail address')
  expect(unmet('the lovelace machine computes', undefined, ['Lovelace'])).toEqual([])
})
