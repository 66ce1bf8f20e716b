import { expect, test } from 'vitest'
import { fullName, guessNames } from './names'

test('names are guessed from an address', () => {
  expect(guessNames('ada.lovelace@x.example')).toEqual({ firstName: 'Ada', lastName: 'Lovelace' })
  expect(guessNames('jean-luc.de_la.tour7@x.example')).toEqual({ firstName: 'Jean', lastName: 'Luc De La Tour' })
  expect(guessNames('info@northwind.example')).toEqual({ firstName: 'Info', lastName: 'Northwind' })
  expect(guessNames('42@x.example')).toEqual({ firstName: '42', lastName: 'X' })
})

test('a full name stands before first and last name', () => {
  const ada = { firstName: 'Ada', lastName: 'Lovelace', email: 'a@x.example' }
  expect(fullName({ ...ada, fullName: 'Ada King' })).toBe('Ada King')
  expect(fullName({ ...ada, fullName: null })).toBe('Ada Lovelace')
})

test('who has no name is called by the address', () => {
  expect(fullName({ firstName: ' ', email: 'a@x.example' })).toBe('a@x.example')
  expect(fullName({ firstName: 'Ada', lastName: 'Lovelace', email: 'a@x.example' })).toBe('Ada Lovelace')
})
