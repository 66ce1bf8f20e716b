import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { problem } from '~/testing/fakeApi'
import { inOrganization, northwind, session } from '~/testing/samples'
import { expectAccessible, visit } from '~/testing/show'

async function signIn(password = 'three brown mice dance') {
  await userEvent.type(await screen.findByLabelText('E-mail'), 'ada@northwind.example')
  await userEvent.type(screen.getByLabelText('Password'), password)
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))
}

const signedOut = { 'GET /session': () => problem(401, 'unauthenticated', 'Sign in.') }

test('without a session, a deep link asks for sign-in and is kept', async () => {
  northwind({ ...signedOut, 'POST /session': () => ({ body: session }) })
  const { address } = visit(inOrganization('/audit?outcome=FAILED'))
  await screen.findByRole('heading', { name: 'Sign in' })
  await expectAccessible()
  await signIn()
  await screen.findByRole('heading', { name: 'Audit trail' })
  expect(address()).toBe(inOrganization('/audit?outcome=FAILED'))
})

test('a wrong password is told without saying which part was wrong', async () => {
  northwind({ ...signedOut, 'POST /session': () => problem(401, 'unauthenticated', 'No.') })
  visit('/login')
  await signIn('wrong')
  expect(await screen.findByRole('alert')).toHaveTextContent('E-mail or password is wrong.')
  expect(screen.getByLabelText('Password')).toHaveValue('')
})

test('too many attempts: the wait is shown and the button rests', async () => {
  northwind({ ...signedOut, 'POST /session': () => ({ ...problem(429, 'too_many_requests', 'Slow down.'), headers: { 'Retry-After': '30' } }) })
  visit('/login')
  await signIn()
  expect(await screen.findByRole('alert')).toHaveTextContent(/Try again in (30|29) seconds/)
  expect(screen.getByRole('button', { name: 'Sign in' })).toBeDisabled()
})

test('a temporary password leads to choosing one, and then to the page asked for', async () => {
  const calls = northwind({
    ...signedOut,
    'POST /session': () => ({ body: { ...session, kind: 'password_change', organizations: [] } }),
    'POST /session/password': () => ({ body: session }),
  })
  const { address } = visit(inOrganization('/access/invitations'))
  await signIn('temporary')
  await screen.findByRole('heading', { name: 'Choose your password' })
  const go = screen.getByRole('button', { name: 'Set password and continue' })
  await userEvent.type(screen.getByLabelText('New password'), 'short')
  await userEvent.click(go)
  expect(screen.getByText('Too short: at least 15 characters.')).toBeVisible()
  await waitFor(() => expect(screen.getByLabelText('New password')).toHaveFocus())
  expect(calls.some(({ path }) => path === '/session/password')).toBe(false)
  await userEvent.clear(screen.getByLabelText('New password'))
  await userEvent.type(screen.getByLabelText('New password'), 'three brown mice dance')
  await userEvent.type(screen.getByLabelText('Repeat the new password'), 'three brown mice dance')
  await expectAccessible()
  await userEvent.click(go)
  await waitFor(() => expect(address()).toBe(inOrganization('/access/invitations')))
  const chosen = calls.find(({ path }) => path === '/session/password')
  expect(chosen?.body).toEqual({ newPassword: 'three brown mice dance' })
  expect(chosen?.headers.get('X-CSRF-Token')).toBe('csrf-1')
})

test('a password that the server refuses is told at its field', async () => {
  northwind({
    'GET /session': () => ({ body: { ...session, kind: 'password_change' } }),
    'POST /session/password': () => problem(400, 'invalid_input', 'This password is too common.', { field: 'newPassword' }),
  })
  visit('/first-login')
  await userEvent.type(await screen.findByLabelText('New password'), 'correct horse battery')
  await userEvent.type(screen.getByLabelText('Repeat the new password'), 'correct horse battery')
  await userEvent.click(screen.getByRole('button', { name: 'Set password and continue' }))
  expect(await screen.findByText('This password is too common.')).toBeVisible()
  expect(screen.getByLabelText('New password')).toHaveAttribute('aria-invalid', 'true')
})

test('several organizations: one chooses', async () => {
  const other = { id: 'other', organizationName: 'Fabrikam', userId: 'x', status: 'ACTIVE' }
  northwind({ 'GET /session': () => ({ body: { ...session, organizations: [...session.organizations, other] } }) })
  visit('/')
  await screen.findByRole('heading', { name: 'Choose an organization' })
  expect(screen.getByRole('link', { name: 'Fabrikam' })).toHaveAttribute('href', '/o/other/access/users')
  await expectAccessible()
})

test('an organization that one is no part of is refused without telling whether it exists', async () => {
  northwind()
  visit('/o/01970000-0000-7000-8000-0000000000ff/access/users')
  expect(await screen.findByRole('heading', { name: 'You have no access' })).toBeVisible()
})

test('an unknown page says so', async () => {
  northwind()
  visit('/nonsense')
  expect(await screen.findByRole('heading', { name: 'This page does not exist' })).toBeVisible()
})
