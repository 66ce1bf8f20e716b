import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { inOrganization, northwind } from '~/testing/samples'
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
