import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test } from 'vitest'
import { inOrganization, northwind } from '~/testing/samples'
import { expectAccessible, visit } from '~/testing/show'

afterEach(() => localStorage.clear())

test('“?” opens the help, “g p” goes to the policies, a field takes both as text', async () => {
  northwind()
  const { address } = visit(inOrganization('/access/users'))
  await screen.findByRole('row', { name: /Grace/ })
  await userEvent.keyboard('?')
  await screen.findByRole('dialog', { name: 'Keyboard shortcuts' })
  await expectAccessible()
  await userEvent.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  await userEvent.type(screen.getByRole('searchbox'), 'g?p')
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(address()).toContain('/access/users')
  await userEvent.tab()
  await userEvent.keyboard('gp')
  await waitFor(() => expect(address()).toContain('/access/policies'))
})

test('switched off, single keys do nothing', async () => {
  localStorage.setItem('gatehouse-shortcuts', 'off')
  northwind()
  const { address } = visit(inOrganization('/access/users'))
  await screen.findByRole('row', { name: /Grace/ })
  await userEvent.keyboard('?gp/')
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(screen.getByRole('searchbox')).not.toHaveFocus()
  expect(address()).toContain('/access/users')
})
