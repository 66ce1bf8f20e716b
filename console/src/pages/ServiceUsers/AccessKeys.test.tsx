import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { queryClient } from '~/api/client'
import { call, inOrganization, northwind, page } from '~/testing/samples'
import { expectAccessible, visit } from '~/testing/show'

const times = { version: 1, dtCreated: '2026-01-05T10:00:00.000Z', dtLastModified: '2026-01-05T10:00:00.000Z', createdBy: 'ada', lastModifiedBy: 'ada' }
const robot = { ...times, id: 'robot', name: 'Nightly export', status: 'ACTIVE' }
const key = { ...times, id: 'key-1', serviceUserId: 'robot', status: 'ACTIVE', dtExpires: null, dtLastUsed: '2026-02-05T10:00:00.000Z', apiSecret: null }
const secret = 'gh_sec_only_once'

const robots = {
  [call('GET', '/serviceusers/robot')]: () => ({ body: robot }),
  [call('GET', '/serviceusers/robot/permissions')]: () => page(),
  [call('GET', '/serviceusers/robot/accesskeys')]: () => page(key),
  [call('POST', '/serviceusers/robot/accesskeys')]: () => ({ body: { ...key, id: 'key-2', apiSecret: secret } }),
}

const kept = () => JSON.stringify([...queryClient.getQueryCache().getAll(), ...queryClient.getMutationCache().getAll()].map(({ state }) => state))

test('a secret is masked, closes only with the tick, and is nowhere kept afterwards', async () => {
  const calls = northwind(robots)
  visit(inOrganization('/access/service-users/robot'))
  await userEvent.click(await screen.findByRole('button', { name: 'Generate access key' }))
  await userEvent.click(within(await screen.findByRole('dialog', { name: 'Generate access key' })).getByRole('button', { name: 'Generate' }))
  const dialog = await screen.findByRole('dialog', { name: 'Access key created' })
  const { dtExpires } = calls.find(({ method }) => method === 'POST')!.body as { dtExpires: string }
  expect(Math.round((Date.parse(dtExpires) - Date.now()) / 86_400_000)).toBe(90)
  expect(within(dialog).getByLabelText('API Secret')).toHaveAttribute('type', 'password')
  for (const name of ['Copy all', 'Download .env', 'Copy a curl call', 'Copy the API secret']) expect(within(dialog).getByRole('button', { name })).toBeVisible()
  await expectAccessible()
  await userEvent.keyboard('{Escape}')
  const done = within(dialog).getByRole('button', { name: 'Done' })
  await userEvent.click(done)
  expect(dialog).toBeVisible()
  await userEvent.click(within(dialog).getByRole('checkbox', { name: 'I have stored the secret' }))
  await userEvent.click(within(dialog).getByRole('button', { name: 'Done' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  await waitFor(() => expect(kept()).not.toContain(secret))
  expect(document.body.innerHTML).not.toContain(secret)
})

test('a key is deleted only after its service user was typed, and one is told when it was last used', async () => {
  northwind(robots)
  visit(inOrganization('/access/service-users/robot'))
  await userEvent.click(await screen.findByRole('button', { name: 'Delete key key-1' }))
  const dialog = await screen.findByRole('alertdialog', { name: 'Delete an access key of Nightly export?' })
  expect(dialog).toHaveTextContent(/last used/)
  expect(within(dialog).getByRole('button', { name: 'Delete' })).toBeDisabled()
  await userEvent.type(within(dialog).getByRole('textbox', { name: 'Type Nightly export to confirm' }), 'Nightly export')
  expect(within(dialog).getByRole('button', { name: 'Delete' })).toBeEnabled()
})
