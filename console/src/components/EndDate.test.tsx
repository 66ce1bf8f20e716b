import { screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { show } from '~/testing/show'
import { EndDate } from './EndDate'

beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2027-02-10T12:00:00Z') }))
afterEach(() => void vi.useRealTimers())

test('an end of access is marked within 30 days, with a warning within 7, and when it is over', () => {
  show(
    ['2027-03-13', '2027-03-12', '2027-02-17', '2027-02-10', '2027-02-09'].map((date) => (
      <p key={date}>
        <EndDate date={date} zone="UTC" />
      </p>
    )),
  )
  const lines = [...document.querySelectorAll('p')]
  expect(lines.map(({ textContent }) => textContent)).toEqual(['13 Mar 2027 ', '12 Mar 2027 30 d', '17 Feb 2027 7 d', '10 Feb 2027 today', '9 Feb 2027 Ended'])
  expect(lines.map((line) => line.querySelector('svg') !== null)).toEqual([false, false, true, true, false])
  expect(screen.getByTitle('End of 17 Feb 2027 (UTC)')).toBeVisible()
})
