import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { call, inOrganization, northwind, readOnly } from '~/testing/samples'
import { expectAccessible, visit } from '~/testing/show'
import { readResource, resourceOf, tidyResource } from './resource'

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

test('what is wrong with a JSON text is still told when one has left the field', async () => {
  northwind()
  visit(inOrganization('/access/policies/new'))
  await userEvent.click(await screen.findByText('JSON'))
  const text = screen.getByRole('textbox', { name: 'Statements' })
  await userEvent.clear(text)
  await userEvent.type(text, 'not JSON')
  await userEvent.tab()
  expect(await screen.findByText(/This is not JSON/)).toBeVisible()
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
