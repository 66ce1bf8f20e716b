import { expect, test } from 'vitest'
import { addDays, dayOf, dayText, daysBetween, endOfDay, relative } from './dates'

test('a day ends at its last second in the zone of the organization', () => {
  expect(endOfDay('2027-02-28', 'Europe/Berlin')).toBe('2027-02-28T22:59:59.000Z')
  expect(endOfDay('2027-07-01', 'Europe/Berlin')).toBe('2027-07-01T21:59:59.000Z')
  expect(endOfDay('2027-02-28', 'Pacific/Auckland')).toBe('2027-02-28T10:59:59.000Z')
})

test('the end of a day on which the clock changes is right', () => {
  expect(endOfDay('2027-03-28', 'Europe/Berlin')).toBe('2027-03-28T21:59:59.000Z')
  expect(endOfDay('2027-10-31', 'Europe/Berlin')).toBe('2027-10-31T22:59:59.000Z')
})

test('the day of a time depends on the zone', () => {
  expect(dayOf('2027-02-28T22:59:59.000Z', 'Europe/Berlin')).toBe('2027-02-28')
  expect(dayOf('2027-02-28T23:30:00.000Z', 'Europe/Berlin')).toBe('2027-03-01')
})

test('a day goes there and back', () => {
  for (const zone of ['UTC', 'America/Los_Angeles', 'Asia/Kolkata', 'Pacific/Kiritimati']) {
    expect(dayOf(endOfDay('2027-06-15', zone), zone)).toBe('2027-06-15')
  }
})

test('days are added and counted over months', () => {
  expect(addDays('2026-11-22', 30)).toBe('2026-12-22')
  expect(daysBetween('2026-11-22', '2026-12-22')).toBe(30)
  expect(dayText('2027-02-28')).toBe('28 Feb 2027')
})

test('times are told in the unit that fits', () => {
  const now = Date.parse('2026-11-22T12:00:00Z')
  const told = (time: string) => relative(Date.parse(time), now)
  expect(told('2026-11-22T11:59:40Z')).toBe('just now')
  expect(told('2026-11-22T11:30:00Z')).toBe('30 minutes ago')
  expect(told('2026-11-21T12:00:00Z')).toBe('yesterday')
  expect(told('2026-12-20T12:00:00Z')).toBe('in 28 days')
  expect(told('2024-11-22T12:00:00Z')).toBe('2 years ago')
})
