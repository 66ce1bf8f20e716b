import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { problem } from '~/testing/fakeApi'
import { call, event, inOrganization, northwind, page, readOnly, user } from '~/testing/samples'
import { expectAccessible, visit } from '~/testing/show'

test('the details show status, policies, groups and audit data', async () => {
  northwind()
  visit(inOrganization('/access/users/grace'))
  await screen.findByRole('heading', { name: 'Grace Hopper', level: 1 })
  expect(await screen.findByRole('link', { name: 'ReadOnly' })).toBeVisible()
  expect(screen.getByText('Created')).toBeVisible()
  expect(screen.getByText('Last modified')).toBeVisible()
  expect(screen.getByRole('button', { name: 'Copy the user ID' })).toBeVisible()
  expect(screen.getByText('Only the user can change it.')).toBeVisible()
  await waitFor(() => expect(document.title).toBe('Grace Hopper · Users · Northwind · Gatehouse'))
  await expectAccessible()
})

test('a policy is removed after a confirmation with verbs', async () => {
  const calls = northwind({ [call('POST', '/permissionpolicies/read-only/removefromuser')]: () => ({ body: {} }) })
  visit(inOrganization('/access/users/grace'))
  await userEvent.click(await screen.findByRole('button', { name: 'Delete ReadOnly' }))
  const dialog = await screen.findByRole('alertdialog', { name: 'Remove ReadOnly from Grace Hopper?' })
  await userEvent.click(within(dialog).getByRole('button', { name: 'Remove' }))
  await screen.findByText('ReadOnly removed from Grace Hopper')
  expect(calls.find(({ path }) => path.endsWith('/removefromuser'))?.body).toEqual({ principalId: 'grace' })
})

test('the audit trail of a user has what the user did and what was done to the user', async () => {
  const calls = northwind()
  visit(inOrganization('/access/users/grace?tab=audit'))
  await screen.findByRole('table', { name: 'Audit trail of Grace Hopper' })
  const asked = calls.find(({ path }) => path.endsWith('/auditevents'))?.query
  expect(asked?.get('user')).toBe('grace')
  expect(asked?.has('target')).toBe(false)
})

test('an unused temporary password tells who sent it and until when it is good', async () => {
  const waiting = user('nadia', 'Nadia', 'Haddad', {
    signInState: 'temporary_password',
    temporaryPassword: { dtIssued: '2026-02-01T10:00:00.000Z', dtExpires: '2026-03-03T10:00:00.000Z', expired: true },
  })
  const sent = { ...event, targetId: 'nadia', action: 'user.password.resend', actorName: 'Grace Hopper' }
  northwind({
    [call('GET', '/users/nadia')]: () => ({ body: waiting }),
    [call('GET', '/users/me/access')]: () => ({ body: { administrator: false, onlyAdministrator: false, allowed: [] } }),
    [call('GET', '/auditevents')]: () => page({ ...sent, id: '3', action: 'user.update', actorName: 'Ada' }, sent),
  })
  visit(inOrganization('/access/users/nadia'))
  const told = await screen.findByText(/not used yet/)
  await waitFor(() => expect(told).toHaveTextContent(/by Grace Hopper, not used yet; expired/))
  expect(screen.getByText('An administrator can send a new one.')).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Resend temporary password' })).toBeNull()
})

test('an unknown user is a page that says so', async () => {
  northwind({ [call('GET', '/users/nobody')]: () => problem(404, 'not_found', 'No such user.') })
  visit(inOrganization('/access/users/nobody'))
  expect(await screen.findByRole('heading', { name: 'This does not exist' })).toBeVisible()
})

test('Check access asks what was chosen and shows statement, policy and path', async () => {
  const calls = northwind({
    [call('GET', '/users/grace/decision')]: () => ({
      body: {
        decision: false,
        reason: 'denied by statement 2 of policy `NoPricing`, through group `Finance`',
        explanation: {
          outcome: 'explicitly_denied',
          cause: 'statement',
          reason: '',
          decisive: {
            statement: { effect: 'deny', action: ['all'], resource: ['config:plan/*'] },
            index: 1,
            policyId: 'no-pricing',
            policyName: 'NoPricing',
            path: [{ type: 'user', id: 'grace' }, { type: 'userGroup', id: 'finance', name: 'Finance' }],
          },
          beaten: {
            statement: { effect: 'allow', action: ['all'], resource: ['config:*'] },
            index: 0,
            policyId: 'configurators',
            policyName: 'Configurators',
            path: [{ type: 'user', id: 'grace' }],
          },
        },
      },
    }),
  })
  const { address } = visit(inOrganization('/access/users/grace?tab=access'))
  await userEvent.type(await screen.findByRole('combobox', { name: 'Action' }), 'config:update')
  await userEvent.type(screen.getByRole('combobox', { name: 'Resource type' }), 'config:plan')
  await userEvent.type(screen.getByRole('textbox', { name: 'Item ID' }), '7')
  await userEvent.click(screen.getByRole('button', { name: 'Check access' }))
  const verdict = await screen.findByRole('region', { name: 'REFUSED' })
  expect(calls.find(({ path }) => path.endsWith('/decision'))?.query.get('resource')).toBe('config:plan/item/7')
  expect(address()).toContain('action=config%3Aupdate')
  expect(within(verdict).getByRole('link', { name: 'Finance' })).toHaveAttribute('href', inOrganization('/access/groups/finance'))
  expect(within(verdict).getByRole('link', { name: 'NoPricing' })).toBeVisible()
  expect(within(verdict).getByText('statement 2')).toBeVisible()
  // Above the allow that it beats.
  const parts = within(verdict).getAllByRole('heading', { level: 3 }).map(({ textContent }) => textContent)
  expect(parts).toEqual(['Refused by', 'This would allow it, but a deny wins'])
  expect(within(verdict).getByRole('link', { name: 'Configurators' })).toBeVisible()
  await expectAccessible()
})

const cell = (action: string, reach: string, policyReach?: string) => ({ action: `config:${action}`, reach, policyReach })

test('all permissions stand in a table, compared with a policy, and go into a file', async () => {
  const calls = northwind({
    [call('GET', '/users/grace/permissionmatrix')]: ({ query }) => ({
      body: {
        data: query.has('policyId')
          ? [
              { type: 'config:meter', actions: [cell('retrieve', 'allowed', 'allowed'), cell('update', 'partly', 'not_granted')] },
              { type: 'config:plan', actions: [cell('retrieve', 'denied', 'denied'), cell('update', 'not_granted', 'not_granted')] },
            ]
          : [
              { type: 'config:meter', actions: [cell('retrieve', 'allowed'), cell('update', 'partly')] },
              { type: 'config:plan', actions: [cell('retrieve', 'denied'), cell('update', 'not_granted')] },
            ],
      },
    }),
  })
  const { address } = visit(inOrganization('/access/users/grace?tab=access'))
  const table = await screen.findByRole('table', { name: 'Permissions on types of config' })
  expect(within(table).getAllByRole('columnheader').map(({ textContent }) => textContent)).toEqual(['Resource type', 'config:retrieve', 'config:update'])
  expect(within(table).getByRole('rowheader', { name: 'config:plan' })).toBeVisible()
  expect(within(table).getAllByRole('cell').map(({ textContent }) => textContent)).toEqual(['Allowed', 'In part', 'Denied', 'Not granted'])
  await expectAccessible()
  await userEvent.click(screen.getByRole('combobox', { name: 'Compare with a policy' }))
  await userEvent.click(await screen.findByRole('option', { name: 'ReadOnly' }))
  await userEvent.click(await screen.findByRole('checkbox', { name: 'Only differences' }))
  await waitFor(() => expect(screen.queryByRole('rowheader', { name: 'config:plan' })).toBeNull())
  expect(screen.getByRole('cell', { name: 'In part policy: not granted' })).toBeVisible()
  expect(address()).toContain('compare=read-only')
  expect(calls.findLast(({ path }) => path.endsWith('/permissionmatrix'))?.query.get('policyId')).toBe('read-only')
  await userEvent.click(within(screen.getByRole('cell', { name: /In part/ })).getByRole('button'))
  await waitFor(() => expect(address()).toContain('action=config%3Aupdate&resource=config%3Ameter%2F*'))
})

test('a policy that comes by a group says so, and is taken away only there', async () => {
  northwind({
    [call('GET', '/users/grace/heldpolicies')]: () => ({
      body: {
        data: [
          { id: 'read-only', name: 'ReadOnly', path: [{ type: 'user', id: '', name: '' }] },
          { id: 'billing', name: 'BillingOperator', path: [{ type: 'user', id: '', name: '' }, { type: 'userGroup', id: 'finance', name: 'Finance' }] },
          { id: 'basics', name: 'Basics', path: [{ type: 'user', id: '', name: '' }, { type: 'allUsers', id: '', name: '' }] },
        ],
      },
    }),
  })
  visit(inOrganization('/access/users/grace'))
  const held = await screen.findByRole('region', { name: /Permission Policies/ })
  const inherited = (await within(held).findByRole('link', { name: 'BillingOperator' })).closest('li')!
  expect(inherited).toHaveTextContent('through Finance')
  expect(within(inherited).getByRole('link', { name: 'Finance' })).toHaveAttribute('href', inOrganization('/access/groups/finance'))
  expect(within(held).queryByRole('button', { name: 'Delete BillingOperator' })).toBeNull()
  expect(within(held).getByText('all users have it')).toBeVisible()
  expect(within(held).getAllByText('ReadOnly')).toHaveLength(1)
})

test('created and modified say who, with a link to them', async () => {
  northwind({
    [call('GET', '/permissionpolicies/*')]: () => ({ body: { ...readOnly, createdBy: 'SYSTEM', lastModifiedBy: 'export' } }),
    [call('GET', '/serviceusers/export')]: () => ({ body: { ...readOnly, id: 'export', name: 'Nightly export' } }),
  })
  visit(inOrganization('/access/policies/read-only'))
  expect(await screen.findByText('Gatehouse', { selector: 'dd *' })).toBeVisible()
  expect(await screen.findByRole('link', { name: 'Nightly export' })).toHaveAttribute('href', inOrganization('/access/service-users/export'))
})
