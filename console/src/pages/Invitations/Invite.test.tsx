import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { problem } from '~/testing/fakeApi'
import { call, inOrganization, invitation, northwind } from '~/testing/samples'
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
  await expectAccessible()
})
