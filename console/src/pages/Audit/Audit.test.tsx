import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { queryClient } from '~/api/client'
import { call, event, inOrganization, northwind, page } from '~/testing/samples'
import { expectAccessible, visit } from '~/testing/show'

test('an event opens to what was before and after', async () => {
  northwind()
  visit(inOrganization('/audit'))
  await userEvent.click(await screen.findByRole('button', { name: /^Details of user.deactivate, Grace Hopper/ }))
  const changes = screen.getByRole('table', { name: 'Before and after' })
  expect(changes).toHaveTextContent('ACTIVE')
  expect(changes).toHaveTextContent('INACTIVE')
  await expectAccessible()
})

test('one click filters by the same actor and action, or by the address', async () => {
  const calls = northwind()
  const { address } = visit(inOrganization('/audit'))
  await userEvent.click(await screen.findByRole('button', { name: /^Details of/ }))
  await userEvent.click(screen.getByRole('button', { name: 'Like this' }))
  await waitFor(() => expect(address()).toContain('actor=ada'))
  expect(address()).toContain('action=user.deactivate')
  if (!screen.queryByRole('button', { name: 'This address' })) await userEvent.click(await screen.findByRole('button', { name: /^Details of/ }))
  await userEvent.click(await screen.findByRole('button', { name: 'This address' }))
  await waitFor(() => expect(address()).toContain('ip=127.0.0.1'))
  await waitFor(() => expect(calls.some(({ query }) => query.get('sourceAddress') === '127.0.0.1')).toBe(true))
})

test('what comes in is counted and shown only when one asks for it; Live off stops that', async () => {
  let events = [event]
  const calls = northwind({ [call('GET', '/auditevents')]: () => page(...events) })
  visit(inOrganization('/audit'))
  await screen.findByRole('button', { name: /^Details of user.deactivate/ })
  events = [{ ...event, id: 'event-2', index: 1, action: 'user.activate' }, event]
  await queryClient.refetchQueries({ queryKey: ['audit news'] })
  const news = await screen.findByRole('button', { name: '1 new event' })
  expect(screen.queryByRole('button', { name: /^Details of user.activate/ })).toBeNull()
  await userEvent.click(news)
  expect(await screen.findByRole('button', { name: /^Details of user.activate/ })).toBeVisible()
  await waitFor(() => expect(screen.queryByRole('button', { name: '1 new event' })).toBeNull())
  await userEvent.click(screen.getByRole('switch', { name: 'Live' }))
  const before = calls.length
  await queryClient.refetchQueries({ queryKey: ['audit news'] })
  expect(calls.length).toBe(before)
})

test('filters come from the address and go to the server', async () => {
  const calls = northwind()
  const { address } = visit(inOrganization('/audit?outcome=SUCCESS&nonsense=1'))
  await userEvent.click(await screen.findByRole('button', { name: /^Details of/ }))
  await userEvent.click(screen.getByRole('button', { name: 'This action' }))
  expect(address()).toContain('action=user.deactivate')
  const asked = calls.filter(({ path }) => path.endsWith('/auditevents')).map(({ query }) => Object.fromEntries(query))
  expect(asked[0]).toMatchObject({ outcome: 'SUCCESS' })
  expect(asked[0]).not.toHaveProperty('nonsense')
})
