import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { problem } from '~/testing/fakeApi'
import { call, inOrganization, northwind, readOnly } from '~/testing/samples'
import { expectAccessible, visit } from '~/testing/show'

const custom = { ...readOnly, id: 'custom', name: 'Billing', managedPolicy: false }
const path = '/permissionpolicies/custom'

async function reviewAndSave() {
  await userEvent.click(screen.getByRole('button', { name: 'Review changes' }))
  await userEvent.click(within(await screen.findByRole('dialog', { name: 'Save Billing?' })).getByRole('button', { name: 'Save' }))
}

test('leaving a changed policy asks first; staying keeps what was typed', async () => {
  northwind({ [call('GET', path)]: () => ({ body: custom }) })
  const { address } = visit(inOrganization('/access/policies/custom/edit'))
  await userEvent.type(await screen.findByRole('textbox', { name: /^Name/ }), '!')
  await userEvent.click(screen.getByRole('link', { name: 'Cancel' }))
  const dialog = await screen.findByRole('alertdialog', { name: 'Leave without saving?' })
  await userEvent.click(within(dialog).getByRole('button', { name: 'Keep editing' }))
  expect(screen.getByRole('textbox', { name: /^Name/ })).toHaveValue('Billing!')
  expect(address()).toContain('/edit')
  await userEvent.click(screen.getByRole('link', { name: 'Cancel' }))
  await userEvent.click(await screen.findByRole('button', { name: 'Leave' }))
  await waitFor(() => expect(address()).not.toContain('/edit'))
})

test('an unchanged policy is left without a question', async () => {
  northwind({ [call('GET', path)]: () => ({ body: custom }) })
  const { address } = visit(inOrganization('/access/policies/custom/edit'))
  await userEvent.click(await screen.findByRole('link', { name: 'Cancel' }))
  await waitFor(() => expect(address()).not.toContain('/edit'))
})

test('Escape in a dialog with something typed asks first', async () => {
  northwind()
  visit(inOrganization('/access/groups?open=create'))
  await userEvent.type(await screen.findByRole('textbox', { name: /^Name/ }), 'Night shift')
  await userEvent.keyboard('{Escape}')
  const dialog = await screen.findByRole('alertdialog', { name: 'Leave without saving?' })
  await userEvent.click(within(dialog).getByRole('button', { name: 'Leave' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
})

test('a stale version shows both sides; mine is saved over theirs with their version', async () => {
  let saved = { ...custom, version: 1 }
  const calls = northwind({
    [call('GET', path)]: () => ({ body: saved }),
    [call('PUT', path)]: ({ body }) => {
      const sent = body as { version: number; name: string }
      if (sent.version !== saved.version) return problem(409, 'stale_version', 'Somebody else changed this.')
      saved = { ...saved, name: sent.name, version: saved.version + 1 }
      return { body: saved }
    },
  })
  const { address } = visit(inOrganization('/access/policies/custom/edit'))
  const name = await screen.findByRole('textbox', { name: /^Name/ })
  await userEvent.clear(name)
  await userEvent.type(name, 'Mine')
  saved = { ...saved, name: 'Theirs', version: 2 }
  await reviewAndSave()
  const table = await screen.findByRole('table', { name: 'What differs' })
  expect(within(table).getByRole('row', { name: /^Name/ })).toHaveTextContent('BillingTheirsMine')
  expect(within(table).queryByRole('row', { name: /^Statements/ })).toBeNull()
  expect(screen.getByRole('alert', { name: 'Somebody else changed this' })).toHaveTextContent('Ada Lovelace changed it')
  await expectAccessible()
  await userEvent.click(screen.getByRole('button', { name: 'Keep mine' }))
  await waitFor(() => expect(address()).not.toContain('/edit'))
  expect(calls.filter(({ method }) => method === 'PUT').map(({ body }) => (body as { version: number }).version)).toEqual([1, 2])
  expect(saved.name).toBe('Mine')
})

test('taking theirs goes on with what they saved', async () => {
  let saved = { ...custom, version: 1 }
  northwind({
    [call('GET', path)]: () => ({ body: saved }),
    [call('PUT', path)]: () => problem(409, 'stale_version', 'Somebody else changed this.'),
  })
  visit(inOrganization('/access/policies/custom/edit'))
  await userEvent.type(await screen.findByRole('textbox', { name: /^Name/ }), ' mine')
  saved = { ...saved, name: 'Theirs', version: 2 }
  await reviewAndSave()
  await userEvent.click(await screen.findByRole('button', { name: 'Take theirs' }))
  await waitFor(() => expect(screen.getByRole('textbox', { name: /^Name/ })).toHaveValue('Theirs'))
  expect(screen.queryByRole('table', { name: 'What differs' })).toBeNull()
})
