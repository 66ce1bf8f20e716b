import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { problem } from '~/testing/fakeApi'
import { call, inOrganization, northwind, session } from '~/testing/samples'
import { expectAccessible, visit } from '~/testing/show'

const remove = call('POST', '/permissionpolicies/read-only/removefromuser')
const asked = problem(403, 'step_up_required', 'confirm your password first')

/** Removes a policy on a server that first wants `password`. */
async function removePolicy(password: string) {
  let confirmed = false
  const calls = northwind({
    [remove]: () => (confirmed ? { body: {} } : asked),
    'POST /session/confirm': ({ body }) => {
      confirmed = (body as { password: string }).password === password
      return confirmed ? { body: { ...session, csrfToken: 'csrf-2' } } : problem(400, 'invalid_input', 'No.', { field: 'password' })
    },
  })
  visit(inOrganization('/access/users/grace'))
  await userEvent.click(await screen.findByRole('button', { name: 'Delete ReadOnly' }))
  const question = await screen.findByRole('alertdialog', { name: 'Remove ReadOnly from Grace Hopper?' })
  await userEvent.click(within(question).getByRole('button', { name: 'Remove' }))
  const dialog = await screen.findByRole('dialog', { name: 'Confirm that it is you' })
  const removals = () => calls.filter(({ path }) => path.endsWith('/removefromuser'))
  return { dialog, removals }
}

test('a sensitive act asks for the password and is done again with the same body', async () => {
  const { dialog, removals } = await removePolicy('three brown mice dance')
  await expectAccessible()
  await userEvent.type(within(dialog).getByLabelText('Password'), 'three brown mice dance')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Confirm' }))
  await screen.findByText('ReadOnly removed from Grace Hopper')
  expect(removals().map(({ body }) => body)).toEqual([{ principalId: 'grace' }, { principalId: 'grace' }])
  expect(removals().map(({ headers }) => headers.get('X-CSRF-Token'))).toEqual(['csrf-1', 'csrf-2'])
})

test('a wrong password is told in the dialog, which stays', async () => {
  const { dialog, removals } = await removePolicy('right')
  await userEvent.type(within(dialog).getByLabelText('Password'), 'wrong')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Confirm' }))
  expect(await within(dialog).findByText('The password is wrong.')).toBeVisible()
  expect(removals()).toHaveLength(1)
})

test('who cancels changes nothing and is told so', async () => {
  const { dialog, removals } = await removePolicy('right')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Cancel' }))
  await screen.findAllByText('Password not confirmed')
  await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Confirm that it is you' })).toBeNull())
  expect(removals()).toHaveLength(1)
})
