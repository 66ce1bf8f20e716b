import { act, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { active, idleTime, warningTime } from '~/api/sessionClock'
import { inOrganization, northwind, session } from '~/testing/samples'
import { visit } from '~/testing/show'

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  active(0)
})
afterEach(() => void vi.useRealTimers())

const wait = (milliseconds: number) => act(() => vi.advanceTimersByTimeAsync(milliseconds))
const warning = { name: 'Your session is about to end' }

test('who idles is warned two minutes before the end and can stay', async () => {
  const calls = northwind({ 'GET /session': () => ({ body: { ...session, dtExpires: '2099-01-01T00:00:00.000Z' } }) })
  visit(inOrganization('/access/policies'))
  await screen.findByRole('link', { name: 'ReadOnly' })
  await wait(idleTime - warningTime - 30_000)
  expect(screen.queryByRole('dialog', warning)).toBeNull()
  await wait(60_000)
  await screen.findByRole('dialog', warning)
  const before = calls.filter(({ path }) => path === '/session').length
  await userEvent.setup({ advanceTimers: vi.advanceTimersByTime }).click(screen.getByRole('button', { name: 'Stay signed in' }))
  await waitFor(() => expect(screen.queryByRole('dialog', warning)).toBeNull())
  expect(calls.filter(({ path }) => path === '/session').length).toBe(before + 1)
})

test('nobody there: at the end the password is asked for', async () => {
  northwind({ 'GET /session': () => ({ body: { ...session, dtExpires: '2099-01-01T00:00:00.000Z' } }) })
  visit(inOrganization('/access/policies'))
  await screen.findByRole('link', { name: 'ReadOnly' })
  await wait(idleTime + 60_000)
  await screen.findByRole('dialog', { name: 'Your session has expired' })
})

test('who works without calling the server is kept signed in', async () => {
  const calls = northwind({ 'GET /session': () => ({ body: { ...session, dtExpires: '2099-01-01T00:00:00.000Z' } }) })
  visit(inOrganization('/access/policies'))
  await screen.findByRole('link', { name: 'ReadOnly' })
  const asked = () => calls.filter(({ path }) => path === '/session').length
  const before = asked()
  await wait(4 * 60_000)
  document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Shift' }))
  await wait(2 * 60_000)
  expect(asked()).toBe(before + 1)
})
