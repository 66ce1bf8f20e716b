import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { problem } from '~/testing/fakeApi'
import { call, grace, inOrganization, northwind, page, readOnly } from '~/testing/samples'
import { visit } from '~/testing/show'

const open = async () => {
  await userEvent.keyboard('{Control>}k{/Control}')
  return screen.findByRole('dialog', { name: 'Search or run a command' })
}

test('users, groups and policies are found by part of a name; what one may not read is left out', async () => {
  const group = { ...readOnly, id: 'graphite', name: 'Graphite team', type: 'user', items: 0 }
  northwind({
    [call('GET', '/users')]: () => page(grace),
    [call('GET', '/resourcegroups/user')]: () => page(group),
    [call('GET', '/permissionpolicies')]: () => page({ ...readOnly, id: 'graphs', name: 'Graphs' }),
    [call('GET', '/serviceusers')]: () => problem(403, 'permission_denied', 'No.'),
  })
  const { address } = visit(inOrganization('/access/policies'))
  await screen.findByRole('row', { name: /Graphs/ })
  const palette = await open()
  await userEvent.type(within(palette).getByRole('textbox'), 'gra')
  expect(await within(palette).findByRole('button', { name: /Grace Hopper/ })).toBeVisible()
  expect(await within(palette).findByRole('button', { name: /Graphs/ })).toBeVisible()
  await userEvent.click(await within(palette).findByRole('button', { name: /Graphite team/ }))
  await waitFor(() => expect(address()).toBe(inOrganization('/access/groups/graphite')))
})

test('a whole ID leads to what has it', async () => {
  const id = '01970000-0000-7000-8000-00000000000a'
  const calls = northwind({ [call('GET', `/permissionpolicies/${id}`)]: () => ({ body: { ...readOnly, id, name: 'By its ID' } }) })
  visit(inOrganization('/access/policies'))
  await screen.findByRole('row', { name: /ReadOnly/ })
  const palette = await open()
  await userEvent.type(within(palette).getByRole('textbox'), id)
  expect(await within(palette).findByRole('button', { name: /By its ID/ })).toBeVisible()
  expect(calls.some(({ path }) => path.endsWith(`/users/${id}`))).toBe(true)
})

test('it acts on the user of the panel, shows the keys, and what one looked at last comes first', async () => {
  northwind()
  visit(inOrganization('/access/users/ada'))
  await screen.findByRole('heading', { level: 1, name: 'Ada Lovelace' })
  await userEvent.click(screen.getByRole('link', { name: 'Users' }))
  await userEvent.click(await screen.findByText('grace@northwind.example'))
  await screen.findByRole('complementary', { name: 'Grace Hopper' })
  const palette = await open()
  const buttons = within(palette).getAllByRole('button').map(({ textContent }) => textContent)
  expect(buttons[0]).toContain('Ada Lovelace')
  expect(buttons).toContain('Permission policiesg p')
  await userEvent.click(within(palette).getByRole('button', { name: 'Deactivate User' }))
  expect(await screen.findByRole('alertdialog', { name: 'Deactivate Grace Hopper?' })).toBeVisible()
})
