import { act, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { show } from '~/testing/show'

beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2026-03-01T12:00:30Z') }))
afterEach(() => void vi.useRealTimers())

test('a time is told in words, written out with its zone for who cannot see the tooltip, and grows older while one looks', async () => {
  // Its clock starts when it is first loaded.
  vi.resetModules()
  const { Time, TimeZone } = await import('./Time')
  show(
    <TimeZone value="Europe/Berlin">
      <Time value="2026-03-01T12:00:00Z" />
    </TimeZone>,
  )
  const time = screen.getByText('just now').closest('time')!
  expect(time).toHaveAttribute('datetime', '2026-03-01T12:00:00Z')
  expect(time).toHaveTextContent('just now 1 Mar 2026, 13:00:00 CET')
  await act(() => vi.advanceTimersByTimeAsync(120_000))
  expect(time).toHaveTextContent('2 minutes ago 1 Mar 2026, 13:00:00 CET')
})
