import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test } from 'vitest'
import { call, event, inOrganization, northwind, page, readOnly } from '~/testing/samples'
import { expectAccessible, visit } from '~/testing/show'
import { readResource, resourceOf, tidyResource } from './resource'

beforeEach(() => localStorage.clear())

test('a resource is written from type and id, and read back', () => {
  for (const [type, id, text] of [
    ['records:record', '', 'records:record/*'],
    ['records:record', 'R 1/2', 'records:record/item/R%201%2F2'],
    ['config:user', '*', 'config:user/item/%2A'],
  ] as const) {
    expect(resourceOf(type, id)).toBe(text)
    expect(readResource(text)).toEqual({ type, id })
  }
  expect(readResource('*')).toBeUndefined()
})

test('only service, type and kind become lower case, never an id', () => {
  expect(tidyResource('Records:Record/Item/R-1')).toBe('records:record/item/R-1')
  expect(tidyResource('CONFIG:USER/*')).toBe('config:user/*')
})

test('the page that creates a policy says how statements decide', async () => {
  northwind()
  visit(inOrganization('/access/policies/new'))
  await userEvent.click(await screen.findByText('How statements decide'))
  expect(screen.getByText(/one deny refuses, however many allow/)).toBeVisible()
  await expectAccessible()
})

const custom = {
  ...readOnly,
  id: 'custom',
  name: 'Billing',
  managedPolicy: false,
  permissionPolicy: [{ effect: 'allow' as const, action: ['config:updat'], resource: ['config:plan/*'] }],
}
const one = '/permissionpolicies/custom'
const simulated = {
  users: 2,
  questions: 2,
  complete: true,
  gains: [{ userId: 'grace', email: 'grace@northwind.example', action: 'config:update', resource: 'config:plan/*' }],
  losses: [],
}

test('what is wrong is told with the word that was meant; it is corrected with one click, reviewed and saved with a reason', async () => {
  const calls = northwind({
    [call('GET', one)]: () => ({ body: custom }),
    [call('PUT', one)]: ({ body }) => ({ body: { ...custom, ...(body as object), version: 2 } }),
    [call('POST', '/permissionpolicies/simulate')]: () => ({ body: simulated }),
  })
  visit(inOrganization('/access/policies/custom/edit'))
  const findings = await screen.findByRole('list', { name: 'Findings' })
  expect(findings).toHaveTextContent('config:updat is no known action. Did you mean config:update?')
  await userEvent.click(screen.getByRole('button', { name: 'Review changes' }))
  expect(screen.queryByRole('dialog')).toBeNull()
  await userEvent.click(within(findings).getByRole('button', { name: 'Write config:update in statement 1' }))
  await waitFor(() => expect(screen.queryByRole('list', { name: 'Findings' })).toBeNull())
  await expectAccessible()
  await userEvent.click(screen.getByRole('button', { name: 'Review changes' }))
  const dialog = await screen.findByRole('dialog', { name: 'Save Billing?' })
  const diff = within(dialog).getByRole('group', { name: 'What is different' })
  expect(diff).toHaveTextContent('Removed: "config:updat"')
  expect(diff).toHaveTextContent('Added: "config:update"')
  expect(await within(dialog).findByText('1 person gains 1 permission.')).toBeVisible()
  await expectAccessible()
  await userEvent.type(within(dialog).getByRole('textbox', { name: 'Reason' }), 'ticket 4711')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }))
  await screen.findByText('Billing is saved')
  expect(calls.find(({ method }) => method === 'PUT')?.body).toMatchObject({ reason: 'ticket 4711', version: 1 })
  expect(calls.find(({ path }) => path.endsWith('/simulate'))?.body).toEqual({
    policyId: 'custom',
    permissionPolicy: [{ effect: 'allow', action: ['config:update'], resource: ['config:plan/*'] }],
  })
})

test('the draft is tried on a user before it is saved; the answer leads to its statement', async () => {
  const statement = { effect: 'allow', action: ['config:update'], resource: ['config:plan/*'] }
  const calls = northwind({
    [call('GET', one)]: () => ({ body: { ...custom, permissionPolicy: [statement] } }),
    [call('POST', '/users/grace/decision')]: () => ({
      body: {
        decision: true,
        reason: 'allowed by statement 1',
        explanation: { outcome: 'allowed', cause: 'statement', reason: '', decisive: { statement, index: 0, policyId: 'x', policyName: 'draft', path: [{ type: 'user', id: 'grace' }] } },
      },
    }),
  })
  visit(inOrganization('/access/policies/custom/edit'))
  const form = await screen.findByRole('form', { name: 'Try the draft' })
  await userEvent.click(within(form).getByRole('button', { name: 'Try it' }))
  expect(within(form).getByText('Choose a user.')).toBeVisible()
  await userEvent.click(within(form).getByRole('combobox', { name: 'User' }))
  await userEvent.click(await screen.findByRole('option', { name: 'Grace Hopper' }))
  await userEvent.type(within(form).getByRole('combobox', { name: 'Action' }), 'config:update')
  await userEvent.type(within(form).getByRole('combobox', { name: 'Resource type' }), 'config:plan')
  await userEvent.click(within(form).getByRole('button', { name: 'Try it' }))
  const verdict = await screen.findByRole('region', { name: 'ALLOWED' })
  expect(calls.find(({ path }) => path.endsWith('/decision'))?.body).toEqual({
    policyId: 'custom',
    permissionPolicy: [statement],
    action: 'config:update',
    resource: 'config:plan/*',
  })
  await userEvent.click(screen.getByRole('button', { name: 'Keep as a test case' }))
  expect(await screen.findByRole('heading', { name: 'Test cases: 1 of 1 pass' })).toBeVisible()
  expect(JSON.stringify({ ...localStorage })).not.toContain('Hopper')
  await userEvent.click(within(verdict).getByRole('button', { name: 'statement 1' }))
  await waitFor(() => expect(screen.getByRole('group', { name: 'Statement 1' })).toHaveFocus())
  expect(calls.some(({ method }) => method === 'PUT')).toBe(false)
})

test('the history tells who, why and what; an older version is taken up in the form', async () => {
  const version = (name: string) => ({ ...custom, name, permissionPolicy: [{ effect: 'allow', action: ['all'], resource: ['*'] }] })
  const changed = {
    ...event,
    action: 'permissionpolicy.update',
    targetType: 'permissionpolicy',
    targetId: 'custom',
    details: { before: version('First'), after: custom, reason: 'ticket 4711' },
  }
  const made = { ...changed, id: 'event-0', action: 'permissionpolicy.create', details: { after: version('First') } }
  northwind({
    [call('GET', one)]: () => ({ body: custom }),
    [call('GET', '/auditevents')]: () => page(changed, made),
    [call('GET', '/auditevents/event-0')]: () => ({ body: made }),
  })
  const { address } = visit(inOrganization('/access/policies/custom?tab=history'))
  const versions = await screen.findByRole('list', { name: 'Versions, newest first' })
  expect(within(versions).getByText('ticket 4711')).toBeVisible()
  expect(within(versions).getByText('Current version')).toBeVisible()
  await expectAccessible()
  await userEvent.click(within(versions).getByRole('link', { name: 'Restore' }))
  await waitFor(() => expect(address()).toContain('/edit?version=event-0'))
  expect(await screen.findByRole('textbox', { name: /^Name/ })).toHaveValue('First')
})

test('a policy in use is deleted only after one has seen who loses what and typed its name', async () => {
  const held = { ...custom, attachments: { ...custom.attachments, users: 1 } }
  northwind({
    [call('GET', one)]: () => ({ body: held }),
    [call('POST', '/permissionpolicies/simulate')]: () => ({ body: { ...simulated, gains: [], losses: simulated.gains } }),
  })
  visit(inOrganization('/access/policies/custom'))
  await userEvent.click(await screen.findByRole('button', { name: 'Delete' }))
  const dialog = await screen.findByRole('alertdialog', { name: 'Delete Billing?' })
  expect(await within(dialog).findByText('1 person loses 1 permission.')).toBeVisible()
  expect(within(dialog).getByText('grace@northwind.example')).toBeVisible()
  expect(within(dialog).getByRole('button', { name: 'Delete' })).toBeDisabled()
  await userEvent.type(within(dialog).getByRole('textbox'), 'Billing')
  expect(within(dialog).getByRole('button', { name: 'Delete' })).toBeEnabled()
})

test('a policy is given to all users after a question, and taken back by Undo', async () => {
  let given = false
  const calls = northwind({
    [call('GET', '/permissionpolicies/read-only')]: () => ({
      body: { ...readOnly, attachments: { ...readOnly.attachments, allUsers: given ? 1 : 0, anySubjectOf: ['records'] } },
    }),
    [call('POST', '/permissionpolicies/read-only/addtoallusers')]: () => {
      given = true
      return { body: {} }
    },
    [call('POST', '/permissionpolicies/read-only/removefromallusers')]: () => {
      given = false
      return { body: {} }
    },
  })
  visit(inOrganization('/access/policies/read-only'))
  const everybody = await screen.findByRole('region', { name: /Given to Everybody/ })
  expect(await within(everybody).findByText('Any subject of Records')).toBeVisible()
  await userEvent.click(within(everybody).getByRole('button', { name: 'Give to' }))
  await userEvent.click(await screen.findByRole('menuitem', { name: 'All users' }))
  const dialog = await screen.findByRole('alertdialog', { name: 'Give ReadOnly to all users?' })
  expect(calls.some(({ path }) => path.endsWith('addtoallusers'))).toBe(false)
  await userEvent.click(within(dialog).getByRole('button', { name: 'Give' }))
  expect(await within(everybody).findByText('All users')).toBeVisible()
  await expectAccessible()
  await userEvent.click(await screen.findByRole('button', { name: 'Undo' }))
  await waitFor(() => expect(within(everybody).queryByText('All users')).toBeNull())
})
