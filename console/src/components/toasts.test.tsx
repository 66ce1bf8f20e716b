import { act, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Problem } from '~/api/problem'
import { show } from '~/testing/show'
import { focusToast, showDone, showProblem, showSlow } from './toasts'

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

test('a key leads to Undo, and whoever is on it is not hurried', async () => {
  show(null)
  act(() => showDone('Grace Hopper is deactivated', () => undefined))
  const undo = screen.getByRole('button', { name: 'Undo' })
  act(focusToast)
  expect(undo).toHaveFocus()
  await pass(30_000)
  expect(screen.getByRole('button', { name: 'Undo' })).toHaveFocus()
  act(() => undo.blur())
  await pass(9000)
  expect(screen.getByRole('button', { name: 'Undo' })).toBeVisible()
  await pass(2000)
  expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull()
})

test('a failure is an alert with the number of its request, to be copied, and stays until it is dismissed', async () => {
  show(null)
  act(() => showProblem(new Problem(500, { message: 'Out of order.', requestId: 'request-7' })))
  expect(screen.getByRole('alert')).toHaveTextContent('Out of order.')
  expect(screen.getByRole('alert')).toHaveTextContent('request-7')
  expect(screen.getByRole('button', { name: 'Copy the request ID' })).toBeVisible()
  await pass(600_000)
  expect(screen.getByRole('alert')).toBeVisible()
})

test('told to wait, it counts down and then lets one try again', async () => {
  show(null)
  const again = vi.fn()
  act(() => showProblem(new Problem(429, { code: 'too_many_requests', message: 'Slow down.' }, 3), again))
  const button = screen.getByRole('button', { name: 'Try again' })
  expect(button).toBeDisabled()
  expect(screen.getByRole('alert')).toHaveTextContent('Try again in 3 seconds.')
  await pass(4000)
  expect(button).toBeEnabled()
  act(() => button.click())
  expect(again).toHaveBeenCalledOnce()
})

test('what takes long can be stopped', () => {
  show(null)
  const stop = vi.fn()
  act(() => void showSlow(stop))
  act(() => screen.getByRole('button', { name: 'Stop waiting' }).click())
  expect(stop).toHaveBeenCalledOnce()
})

test('at most three are shown; the others follow', async () => {
  show(null)
  act(() => ['one', 'two', 'three', 'four'].forEach((text) => showProblem(new Error(text))))
  expect(screen.getAllByRole('alert')).toHaveLength(3)
})
