import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { problem } from '~/testing/fakeApi'
import { northwind, session } from '~/testing/samples'
import { expectAccessible, visit } from '~/testing/show'

// The token is read from the address when the page is loaded.
vi.mock('./fragmentToken', () => ({ fragmentToken: 'token-1' }))

const invitation = {
  organizationName: 'Northwind',
  email: 'olga@partner.example',
  firstName: 'Olga',
  lastName: '',
  inviterName: 'Ada Lovelace',
  dtExpiry: '2030-01-01T00:00:00.000Z',
  accountExists: false,
}

test('a person without an account gives names and a password', async () => {
  const calls = northwind({
    'POST /invitations/lookup': () => ({ body: invitation }),
    'POST /invitations/accept': () => ({ body: session }),
  })
  visit('/invite')
  await screen.findByRole('heading', { name: 'Join Northwind' })
  expect(screen.getByText(/Ada Lovelace/)).toBeVisible()
  await expectAccessible()
  await userEvent.click(screen.getByRole('button', { name: 'Accept and join' }))
  await waitFor(() => expect(screen.getByRole('textbox', { name: 'Last name' })).toHaveFocus())
  expect(screen.getByRole('alert')).toHaveTextContent(/2 things to correct.*Write your last name.*Too short/s)
  expect(calls.some(({ path }) => path === '/invitations/accept')).toBe(false)
  await userEvent.type(screen.getByRole('textbox', { name: 'Last name' }), 'Petrova')
  await userEvent.type(screen.getByLabelText('New password'), 'three brown mice dance')
  await userEvent.type(screen.getByLabelText('Repeat the new password'), 'three brown mice dance')
  await userEvent.click(screen.getByRole('button', { name: 'Accept and join' }))
  await screen.findByRole('heading', { name: 'Access' })
  expect(calls.find(({ path }) => path === '/invitations/accept')?.body).toEqual({
    token: 'token-1',
    password: 'three brown mice dance',
    firstName: 'Olga',
    lastName: 'Petrova',
  })
})

test('a person with an account gives its password', async () => {
  northwind({
    'POST /invitations/lookup': () => ({ body: { ...invitation, accountExists: true } }),
    'POST /invitations/accept': () => problem(401, 'unauthenticated', 'No.'),
  })
  visit('/invite')
  await userEvent.type(await screen.findByLabelText('Your password'), 'wrong')
  await userEvent.click(screen.getByRole('button', { name: 'Accept and join' }))
  expect(await screen.findByText('The password is wrong.')).toBeVisible()
})

test('declining asks first', async () => {
  const calls = northwind({ 'POST /invitations/lookup': () => ({ body: invitation }), 'POST /invitations/decline': () => ({}) })
  visit('/invite')
  await userEvent.click(await screen.findByRole('button', { name: 'Decline' }))
  const dialog = await screen.findByRole('alertdialog', { name: 'Decline the invitation to Northwind?' })
  expect(calls.some(({ path }) => path === '/invitations/decline')).toBe(false)
  await userEvent.click([...dialog.querySelectorAll('button')].find((button) => button.textContent === 'Decline')!)
  expect(await screen.findByRole('heading', { name: 'Invitation declined' })).toBeVisible()
})

test('an invitation that is gone says why', async () => {
  northwind({ 'POST /invitations/lookup': () => problem(410, 'gone', 'This invitation has been replaced by a newer one.') })
  visit('/invite')
  expect(await screen.findByText('This invitation has been replaced by a newer one.')).toBeVisible()
})
