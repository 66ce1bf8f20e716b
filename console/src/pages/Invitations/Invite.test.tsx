import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { problem } from '~/testing/fakeApi'
import { call, inOrganization, invitation, northwind, page } from '~/testing/samples'
import { expectAccessible, visit } from '~/testing/show'

test('several addresses are invited one by one, each with its result', async () => {
  const calls = northwind({
    [call('POST', '/invitations')]: ({ body }) =>
      (body as { email: string }).email === 'b@x.example' ? problem(409, 'already_exists', 'Already a user.') : { body: invitation },
  })
  visit(inOrganization('/access/users?open=invite'))
  const dialog = await screen.findByRole('dialog', { name: 'Invite users' })
  expect(await within(dialog).findByText(/^Company addresses/)).toBeVisible()
  await userEvent.type(await within(dialog).findByRole('textbox', { name: /^Email/ }), 'a@x.example;b@x.example;c@x.example;')
  await userEvent.type(within(dialog).getByRole('textbox', { name: 'Company' }), ' Partner Ltd ')
  await expectAccessible()
  await userEvent.click(within(dialog).getByRole('button', { name: 'Send' }))
  expect(await within(dialog).findByText('2 sent, 1 not sent')).toBeVisible()
  expect(within(dialog).getByText(/Already a user/)).toBeVisible()
  const sent = calls.filter(({ method, path }) => method === 'POST' && path.endsWith('/invitations'))
  expect(sent.map(({ body }) => (body as { email: string }).email)).toEqual(['a@x.example', 'b@x.example', 'c@x.example'])
  expect(sent[0]!.body).toHaveProperty('dtExpiry')
  expect(sent[0]!.body).toMatchObject({ firstName: 'A', lastName: 'X' })
  for (const { body } of sent) expect(body).toMatchObject({ company: 'Partner Ltd' })
})

test('before it is sent, each address tells what it will meet; users are left out', async () => {
  const states: Record<string, string> = { 'a@x.example': 'NEW', 'grace@northwind.example': 'USER', 'olga@partner.example': 'INVITED' }
  const calls = northwind({
    [call('POST', '/invitations/check')]: ({ body }) =>
      page(...(body as { emails: string[] }).emails.map((email) => ({ email, state: states[email]!, userId: '' }))),
    [call('POST', '/invitations')]: () => ({ body: invitation }),
  })
  visit(inOrganization('/access/users?open=invite'))
  const dialog = await screen.findByRole('dialog', { name: 'Invite users' })
  await userEvent.type(await within(dialog).findByRole('textbox', { name: /^Email/ }), 'a@x.example;Grace@northwind.example;olga@partner.example;')
  expect(await within(dialog).findByRole('button', { name: 'Grace@northwind.example, already a user, remove' })).toBeVisible()
  expect(await within(dialog).findByRole('button', { name: 'olga@partner.example, invited already, gets a new link, remove' })).toBeVisible()
  expect(within(dialog).getByText('2 invitations · 1 left out: already a user · 1 replaces an older one')).toBeVisible()
  await expectAccessible()
  await userEvent.click(within(dialog).getByRole('button', { name: 'Send' }))
  await within(dialog).findByText('2 sent')
  const sent = calls.filter(({ method, path }) => method === 'POST' && path.endsWith('/invitations'))
  expect(sent.map(({ body }) => (body as { email: string }).email)).toEqual(['a@x.example', 'olga@partner.example'])
})

test('groups are narrowed while typing; what is chosen stays above, also when the filter is cleared', async () => {
  const group = (name: string) => ({ id: name, name, type: 'user', items: 1, version: 1, dtCreated: '', dtLastModified: '', createdBy: '', lastModifiedBy: '' })
  const all = [group('Finance'), group('Customer support')]
  northwind({
    [call('GET', '/resourcegroups/user')]: ({ query }) => page(...all.filter(({ name }) => name.toLowerCase().includes((query.get('q') ?? '').toLowerCase()))),
  })
  visit(inOrganization('/access/users?open=invite'))
  const dialog = await screen.findByRole('dialog', { name: 'Invite users' })
  const field = await within(dialog).findByRole('textbox', { name: 'Add to Groups' })
  await userEvent.type(field, 'fin')
  await screen.findByRole('option', { name: /Finance/ })
  expect(screen.queryByRole('option', { name: /Customer/ })).toBeNull()
  await userEvent.keyboard('{ArrowDown}{Enter}')
  expect(within(dialog).getByRole('list', { name: 'Add to Groups: chosen' })).toHaveTextContent('Finance')
  await userEvent.type(field, 'nothing like it')
  expect(await screen.findByText('No group matches')).toBeVisible()
  await userEvent.clear(field)
  expect(await within(dialog).findByRole('button', { name: 'Remove Finance' })).toBeVisible()
})

test('Ctrl+Enter sends each invitation once', async () => {
  const calls = northwind({ [call('POST', '/invitations')]: () => ({ body: invitation }) })
  visit(inOrganization('/access/users?open=invite'))
  const dialog = await screen.findByRole('dialog', { name: 'Invite users' })
  await userEvent.type(await within(dialog).findByRole('textbox', { name: /^Email/ }), 'a@x.example;b@x.example;')
  await userEvent.type(within(dialog).getByRole('textbox', { name: 'Company' }), 'Partner Ltd')
  await userEvent.keyboard('{Control>}{Enter}{/Control}')
  expect(await within(dialog).findByText('2 sent')).toBeVisible()
  const sent = calls.filter(({ method, path }) => method === 'POST' && path.endsWith('/invitations'))
  expect(sent.map(({ body }) => (body as { email: string }).email)).toEqual(['a@x.example', 'b@x.example'])
})

test('sending nothing leads to the field', async () => {
  const calls = northwind()
  visit(inOrganization('/access/users?open=invite'))
  const dialog = await screen.findByRole('dialog', { name: 'Invite users' })
  await userEvent.click(await within(dialog).findByRole('button', { name: 'Send' }))
  expect(within(dialog).getByText('Write at least one e-mail address.')).toBeVisible()
  await waitFor(() => expect(within(dialog).getByRole('textbox', { name: /^Email/ })).toHaveFocus())
  expect(calls.some(({ method, path }) => method === 'POST' && path.endsWith('/invitations'))).toBe(false)
})

test('an expired invitation is sent again with one click in its row', async () => {
  const calls = northwind({
    [call('GET', '/invitations')]: () => page({ ...invitation, status: 'EXPIRED', dtExpiry: '2026-01-06T00:00:00.000Z' }),
    [call('POST', '/invitations/invitation-1/resend')]: () => ({ body: invitation }),
  })
  visit(inOrganization('/access/invitations'))
  await userEvent.click(await screen.findByRole('button', { name: 'Resend the invitation of olga@partner.example' }))
  await screen.findByText(/A new invitation is on its way/)
  expect(calls.some(({ path }) => path.endsWith('/resend'))).toBe(true)
})

test('several are revoked at once after a question, each with its result; what cannot be is left out', async () => {
  const other = { ...invitation, id: 'invitation-2', email: 'otto@partner.example' }
  const gone = { ...invitation, id: 'invitation-3', email: 'gone@partner.example', status: 'ACCEPTED' as const }
  const calls = northwind({
    [call('GET', '/invitations')]: () => page(invitation, other, gone),
    [call('DELETE', '/invitations/invitation-1')]: () => ({ body: invitation }),
    [call('DELETE', '/invitations/invitation-2')]: () => problem(409, 'conflict', 'This was accepted already.'),
  })
  visit(inOrganization('/access/invitations'))
  await userEvent.click(await screen.findByRole('checkbox', { name: /Select all rows/ }))
  const bar = await screen.findByRole('region', { name: 'Selected invitations' })
  expect(bar).toHaveTextContent('3 selected')
  await userEvent.click(within(bar).getByRole('button', { name: 'Revoke' }))
  await userEvent.click(within(await screen.findByRole('alertdialog', { name: 'Revoke 2 invitations?' })).getByRole('button', { name: 'Revoke' }))
  const dialog = await screen.findByRole('dialog', { name: 'Revoke' })
  expect(await within(dialog).findByText('1 revoked, 1 not revoked')).toBeVisible()
  expect(dialog).toHaveTextContent(/otto@partner.example.*accepted already/)
  expect(calls.filter(({ method }) => method === 'DELETE')).toHaveLength(2)
  await expectAccessible()
  await userEvent.click(within(dialog).getByRole('button', { name: 'Done' }))
  await waitFor(() => expect(screen.queryByRole('region', { name: 'Selected invitations' })).toBeNull())
})

test('an invitation is revoked only after a confirmation', async () => {
  const calls = northwind({ [call('DELETE', '/invitations/invitation-1')]: () => ({ body: { ...invitation, status: 'CANCELLED' } }) })
  visit(inOrganization('/access/invitations'))
  await userEvent.click(await screen.findByRole('button', { name: 'Actions for olga@partner.example' }))
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Revoke' }))
  await userEvent.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'Revoke' }))
  await waitFor(() => expect(calls.some(({ method }) => method === 'DELETE')).toBe(true))
})

test('the list of invitations is accessible and links to each', async () => {
  northwind({ [call('GET', '/invitations/invitation-1')]: () => ({ body: invitation }) })
  const { address } = visit(inOrganization('/access/invitations'))
  await userEvent.click(await screen.findByRole('link', { name: 'olga@partner.example' }))
  expect(await screen.findByRole('dialog', { name: 'Invitation' })).toBeVisible()
  expect(address()).toContain('invitation=invitation-1')
  expect(screen.getByRole('list', { name: 'What happened' })).toHaveTextContent('Mail handed to the mail server')
  await expectAccessible()
})
