import { expect, test } from 'vitest'
import { expiryOf } from './KeyExpiry'

test('a key ends as many days from now as was chosen, or never', () => {
  const now = Date.parse('2026-01-31T10:00:00.000Z')
  expect(expiryOf('30', now)).toBe('2026-03-02T10:00:00.000Z')
  expect(expiryOf('365', now)).toBe('2027-01-31T10:00:00.000Z')
  expect(expiryOf('never', now)).toBeUndefined()
})
