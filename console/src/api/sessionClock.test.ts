import { expect, test } from 'vitest'
import { idleTime, sessionEnd, shouldKeepAlive } from './sessionClock'

const start = Date.parse('2026-03-01T10:00:00Z')
const minute = 60_000

test('a session ends half an hour after the last call, at the latest when the server said', () => {
  expect(sessionEnd('2026-03-01T22:00:00Z', start)).toEqual({ at: start + idleTime, extendable: true })
  expect(sessionEnd('2026-03-01T10:20:00Z', start)).toEqual({ at: start + 20 * minute, extendable: false })
})

test('an unreadable end is no end, so that idling alone counts', () => {
  expect(sessionEnd('', start).at).toBe(start + idleTime)
})

test('only who has worked since the last call is kept signed in, and not at every key', () => {
  expect(shouldKeepAlive(start + 6 * minute, start, start + minute)).toBe(true)
  expect(shouldKeepAlive(start + 6 * minute, start, start - minute)).toBe(false)
  expect(shouldKeepAlive(start + 4 * minute, start, start + minute)).toBe(false)
})
