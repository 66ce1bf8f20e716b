import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { problem } from '~/testing/fakeApi'
import { call, inOrganization, northwind } from '~/testing/samples'
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
          grant: { effect: 'allow', action: ['config:update'], resource: ['config:plan/item/7'] },
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
  expect(within(verdict).getByText('Missing besides')).toBeVisible()
  await expectAccessible()
})
