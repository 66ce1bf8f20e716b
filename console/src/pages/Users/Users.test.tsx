import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { parseSearch } from '~/filters'
import { problem } from '~/testing/fakeApi'
import { ada, call, grace, inOrganization, northwind, page } from '~/testing/samples'
import { expectAccessible, visit } from '~/testing/show'

const users = call('GET', '/users')
const row = (name: RegExp) => screen.findByRole('row', { name })

test('the users stand with name, e-mail, status and end of access', async () => {
  northwind()
  visit(inOrganization('/access/users'))
  const ofGrace = await row(/Grace Hopper/)
  expect(within(ofGrace).getByRole('link', { name: 'Grace Hopper' })).toHaveAttribute('href', inOrganization('/access/users/grace'))
  expect(ofGrace).toHaveTextContent('grace@northwind.example')
  expect(ofGrace).toHaveTextContent('ACTIVE')
  expect(await screen.findByText('2 users')).toBeVisible()
  await expectAccessible()
})

test('search and filters go into the address and to the server', async () => {
  const calls = northwind()
  const { address } = visit(inOrganization('/access/users?sort=-email'))
  await row(/Grace/)
  await userEvent.type(screen.getByRole('searchbox', { name: 'Search name or e-mail' }), 'gra')
  await userEvent.click(screen.getByRole('checkbox', { name: 'Display Disabled' }))
  await waitFor(() => expect(parseSearch(address().split('?')[1]!)).toEqual({ sort: '-email', q: 'gra', status: 'all' }))
  await waitFor(() => {
    const last = calls.findLast(({ path }) => path.endsWith('/users'))!
    expect(Object.fromEntries(last.query)).toMatchObject({ q: 'gra', sort: '-email' })
    expect(last.query.has('status')).toBe(false)
  })
})

test('by default the inactive are not asked for', async () => {
  const calls = northwind()
  visit(inOrganization('/access/users'))
  await row(/Grace/)
  expect(calls.find(({ path }) => path.endsWith('/users'))!.query.get('status')).toBe('ACTIVE')
})

test('a row opens the panel, the arrows move it, Escape closes it', async () => {
  northwind()
  const { address } = visit(inOrganization('/access/users'))
  await userEvent.click(await screen.findByText('ada@northwind.example'))
  const panel = await screen.findByRole('complementary', { name: 'Ada Lovelace' })
  expect(await within(panel).findByRole('link', { name: 'ReadOnly' })).toBeVisible()
  expect(address()).toContain('user=ada')
  await expectAccessible()
  await userEvent.keyboard('{ArrowDown}')
  await screen.findByRole('complementary', { name: 'Grace Hopper' })
  await userEvent.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByRole('complementary')).toBeNull())
  expect(address()).not.toContain('user=')
})

test('deactivating asks first, is told, and can be undone', async () => {
  const calls = northwind({
    [call('POST', '/users/grace/deactivate')]: () => ({ body: { ...grace, active: false, status: 'INACTIVE' } }),
    [call('POST', '/users/grace/activate')]: () => ({ body: grace }),
  })
  visit(inOrganization('/access/users?user=grace'))
  await userEvent.click(await screen.findByRole('button', { name: 'Deactivate User' }))
  const dialog = await screen.findByRole('alertdialog', { name: 'Deactivate Grace Hopper?' })
  expect(dialog).toHaveTextContent('they stay in the organization, can be activated again')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Deactivate' }))
  await userEvent.click(await screen.findByRole('button', { name: 'Undo' }))
  await waitFor(() => expect(calls.some(({ path }) => path.endsWith('/grace/activate'))).toBe(true))
  expect(calls.find(({ path }) => path.endsWith('/deactivate'))?.headers.get('X-CSRF-Token')).toBe('csrf-1')
})

test('the last administrator is explained', async () => {
  northwind({ [call('POST', '/users/grace/deactivate')]: () => problem(409, 'last_administrator', 'No.') })
  visit(inOrganization('/access/users?user=grace'))
  await userEvent.click(await screen.findByRole('button', { name: 'Deactivate User' }))
  await userEvent.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'Deactivate' }))
  expect(await screen.findByText(/always keeps one administrator/)).toBeVisible()
})

test('nobody deactivates themselves, and only who waits gets a temporary password', async () => {
  northwind()
  visit(inOrganization('/access/users?user=ada'))
  const deactivate = await screen.findByRole('button', { name: 'Deactivate User' })
  await waitFor(() => expect(deactivate).toHaveAttribute('aria-disabled', 'true'))
  await userEvent.click(deactivate)
  expect(screen.queryByRole('alertdialog')).toBeNull()
  expect(screen.queryByRole('button', { name: 'Resend temporary password' })).toBeNull()
})

test('without the permission, what one may not do is not offered', async () => {
  northwind({ [call('GET', '/users/me/access')]: () => ({ body: { administrator: false, allowed: ['config:retrieve config:user'] } }) })
  visit(inOrganization('/access/users?user=grace'))
  await screen.findByRole('link', { name: 'ReadOnly' })
  expect(screen.queryByRole('button', { name: 'Deactivate User' })).toBeNull()
  expect(screen.queryByRole('button', { name: 'Invite users' })).toBeNull()
  expect(screen.queryByRole('button', { name: 'Resend temporary password' })).toBeNull()
})

test('a refused list names the missing permission', async () => {
  northwind({ [users]: () => problem(403, 'permission_denied', 'No.', { reason: { action: 'config:retrieve', resource: 'config:user' } }) })
  visit(inOrganization('/access/users'))
  expect(await screen.findByText(/config:retrieve on config:user/)).toBeVisible()
})

test('a search that only matches the disabled offers to show them', async () => {
  northwind({ [users]: ({ query }) => (query.get('status') === 'ACTIVE' ? page() : page(ada)) })
  visit(inOrganization('/access/users?q=ada'))
  expect(await screen.findByText(/1 disabled user matches/)).toBeVisible()
  await userEvent.click(screen.getByRole('button', { name: 'Show' }))
  expect(await row(/Ada Lovelace/)).toBeVisible()
})

test('an expired session asks for the password over the page and goes on', async () => {
  let expired = false
  northwind({
    [call('GET', '/users/grace/permissions')]: () => (expired ? problem(401, 'unauthenticated', 'No.') : page()),
    'POST /session': () => {
      expired = false
      return { body: { id: 's2', kind: 'full', account: { id: 'account-ada', email: 'ada@northwind.example', firstName: 'Ada', lastName: 'Lovelace' }, csrfToken: 'csrf-2', dtExpires: '', organizations: [{ id: inOrganization('').slice(3), organizationName: 'Northwind', userId: 'ada', status: 'ACTIVE' }] } }
    },
  })
  visit(inOrganization('/access/users?q=gr'))
  await row(/Grace/)
  expired = true
  await userEvent.click(await row(/Grace/))
  const dialog = await screen.findByRole('dialog', { name: 'Your session has expired' })
  await userEvent.type(within(dialog).getByLabelText('Password'), 'three brown mice dance{Enter}')
  await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Your session has expired' })).toBeNull())
  expect(screen.getByRole('searchbox', { name: 'Search name or e-mail' })).toHaveValue('gr')
})

test('where nobody is yet, one is led to inviting', async () => {
  northwind({ [users]: () => page() })
  const { address } = visit(inOrganization('/access/users'))
  expect(await screen.findByRole('heading', { name: 'Nobody here yet' })).toBeVisible()
  await userEvent.click(screen.getByRole('button', { name: 'Invite somebody' }))
  expect(await screen.findByRole('dialog', { name: 'Invite users' })).toBeVisible()
  expect(address()).toContain('open=invite')
})

test('the state says what is particular about it', async () => {
  const ended = { ...ada, status: 'INACTIVE' as const, dtEndAccess: '2020-01-01T00:00:00.000Z' }
  northwind({ [users]: () => page(ended, grace) })
  visit(inOrganization('/access/users?status=all'))
  expect(await row(/Ada/)).toHaveTextContent('INACTIVE access ended')
  expect(await row(/Grace/)).toHaveTextContent('ACTIVE not signed in yet')
})

test('Escape closes what lies on top: menu, question, panel, selection', async () => {
  northwind()
  const { address } = visit(inOrganization('/access/users'))
  const ofGrace = await row(/Grace/)
  ofGrace.focus()
  await userEvent.keyboard('x{Enter}.')
  await screen.findByRole('menu', { name: /Actions for Grace Hopper/ })
  await userEvent.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByRole('menu')).toBeNull())
  await userEvent.click(await screen.findByRole('button', { name: 'Deactivate User' }))
  await screen.findByRole('alertdialog')
  await userEvent.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
  expect(screen.getByRole('complementary', { name: 'Grace Hopper' })).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByRole('complementary')).toBeNull())
  await waitFor(() => expect(screen.getByRole('row', { name: /Grace/ })).toHaveFocus())
  expect(screen.getByText('1 selected')).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByText('1 selected')).toBeNull())
  await userEvent.keyboard('{Control>}{Enter}{/Control}')
  await waitFor(() => expect(address()).toBe(inOrganization('/access/users/grace')))
})

test('whose access ends soon can be asked for', async () => {
  const calls = northwind()
  const { address } = visit(inOrganization('/access/users'))
  await row(/Grace/)
  await userEvent.click(screen.getByRole('combobox', { name: 'End of access' }))
  await userEvent.click(await screen.findByRole('option', { name: 'Ends in 7 days' }))
  await waitFor(() => expect(address()).toContain('ends=week'))
  await waitFor(() => {
    const asked = calls.findLast(({ path, query }) => path.endsWith('/users') && query.has('endsBefore'))!.query
    const days = (Date.parse(asked.get('endsBefore')!) - Date.now()) / 86_400_000
    expect(days).toBeCloseTo(7, 2)
    expect(asked.get('status')).toBe('ACTIVE')
  })
})
