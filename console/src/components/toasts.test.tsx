import { act, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Problem } from '~/api/problem'
import { show } from '~/testing/show'
import { showDone, showProblem } from './toasts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const pass = (milliseconds: number) => act(() => vi.advanceTimersByTimeAsync(milliseconds))

test('a success is told politely and goes; with an Undo it stays ten seconds', async () => {
  show(null)
  act(() => showDone('Saved'))
  act(() => showDone('Grace Hopper is deactivated', () => undefined))
  const told = screen.getAllByRole('status').map(({ textContent }) => textContent)
  expect(told).toEqual(expect.arrayContaining([expect.stringContaining('Saved'), expect.stringContaining('Grace Hopper is deactivated')]))
  await pass(9000)
  expect(screen.queryByText('Saved')).toBeNull()
  expect(screen.getByText('Grace Hopper is deactivated')).toBeVisible()
  await pass(2000)
  expect(screen.queryByText('Grace Hopper is deactivated')).toBeNull()
})

test('a failure is an alert with the number of its request and stays until it is dismissed', async () => {
  show(null)
  act(() => showProblem(new Problem(500, { message: 'Out of order.', requestId: 'request-7' })))
  expect(screen.getByRole('alert')).toHaveTextContent('Out of order.')
  expect(screen.getByRole('alert')).toHaveTextContent('request-7')
  await pass(600_000)
  expect(screen.getByRole('alert')).toBeVisible()
})

test('at most three are shown; the others follow', async () => {
  show(null)
  act(() => ['one', 'two', 'three', 'four'].forEach((text) => showProblem(new Error(text))))
  expect(screen.getAllByRole('alert')).toHaveLength(3)
})
