import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import type { ResourceGroup, ResourceGroupItem } from '~/api/types'
import { call, inOrganization, northwind, page } from '~/testing/samples'
import { expectAccessible, visit } from '~/testing/show'

const group = (id: string, name: string): ResourceGroup => ({
  id, name, type: 'user', items: 1, version: 1, dtCreated: '2026-01-05T10:00:00.000Z', dtLastModified: '2026-01-05T10:00:00.000Z', createdBy: 'ada', lastModifiedBy: 'ada',
})
const member = (targetId: string, targetName: string, targetType: ResourceGroupItem['targetType'] = 'ITEM'): ResourceGroupItem => ({
  targetId, targetName, targetType, dtCreated: '2026-01-05T10:00:00.000Z', createdBy: 'ada',
})
const groups = '/resourcegroups/user'

const nested = {
  [call('GET', groups)]: () => page(group('outer', 'Outer'), group('inner', 'Inner'), group('third', 'Third')),
  [call('GET', `${groups}/outer`)]: () => ({ body: group('outer', 'Outer') }),
  [call('GET', `${groups}/outer/permissions`)]: () => page(),
  [call('POST', `${groups}/outer/contents`)]: () => page(member('inner', 'Inner', 'GROUP'), member('ada', 'Ada Lovelace')),
  [call('POST', `${groups}/inner/contents`)]: () => page(member('grace', 'Grace Hopper')),
}

test('the members of a group within are shown with it, and only removed there', async () => {
  northwind(nested)
  visit(inOrganization('/access/groups/outer'))
  const members = await screen.findByRole('region', { name: /Members/ })
  expect(await within(members).findByText('through Inner')).toBeVisible()
  expect(within(members).getByRole('link', { name: 'Grace Hopper' })).toBeVisible()
  expect(within(members).getByRole('button', { name: 'Remove Inner' })).toBeVisible()
  expect(within(members).queryByRole('button', { name: 'Remove Grace Hopper' })).toBeNull()
  await expectAccessible()
})

test('a group of more members than one page counts them all', async () => {
  northwind({
    ...nested,
    [call('GET', `${groups}/outer`)]: () => ({ body: { ...group('outer', 'Outer'), items: 2083 } }),
    [call('POST', `${groups}/outer/contents`)]: () => ({ body: { data: [member('ada', 'Ada Lovelace')], nextToken: 'more' } }),
  })
  visit(inOrganization('/access/groups/outer'))
  const members = await screen.findByRole('region', { name: /Members/ })
  expect(await within(members).findByText('2,083')).toBeVisible()
})

test('a group is added to a group; itself and those in it are not offered', async () => {
  const calls = northwind({ ...nested, [call('POST', `${groups}/outer/addresource`)]: () => ({ body: {} }) })
  visit(inOrganization('/access/groups/outer'))
  await userEvent.click(await screen.findByRole('button', { name: 'Add groups' }))
  const dialog = await screen.findByRole('dialog', { name: 'Add groups to Outer' })
  await userEvent.click(within(dialog).getByRole('textbox', { name: 'User groups' }))
  const options = await screen.findAllByRole('option')
  expect(options.map(({ textContent }) => textContent)).toEqual([expect.stringContaining('Third')])
  await userEvent.click(options[0]!)
  await userEvent.click(within(dialog).getByRole('button', { name: 'Add groups' }))
  expect(await screen.findByText('Third added to Outer')).toBeVisible()
  expect(calls.find(({ path }) => path.endsWith('/addresource'))?.body).toEqual({ targetId: 'third', targetType: 'GROUP' })
})

test('groups that a user is in through others are marked and not removable', async () => {
  northwind({
    [call('GET', '/users/grace/usergroups')]: ({ query }) => (query.get('inherited') ? page(group('inner', 'Inner'), group('outer', 'Outer')) : page(group('inner', 'Inner'))),
  })
  visit(inOrganization('/access/users/grace'))
  const held = await screen.findByRole('region', { name: /User Groups/ })
  expect(await within(held).findByText('Inherited')).toBeVisible()
  expect(within(held).getByRole('button', { name: 'Remove from Inner' })).toBeVisible()
  expect(within(held).queryByRole('button', { name: 'Remove from Outer' })).toBeNull()
})

test('“e” edits what the page shows, Ctrl+Enter sends the form', async () => {
  const calls = northwind({ ...nested, [call('PUT', `${groups}/outer`)]: () => ({ body: group('outer', 'Outermost') }) })
  visit(inOrganization('/access/groups/outer'))
  await screen.findByRole('heading', { level: 1, name: 'Outer' })
  await userEvent.keyboard('e')
  const name = within(await screen.findByRole('dialog', { name: 'Rename Outer' })).getByLabelText(/Name/)
  await userEvent.type(name, 'most{Control>}{Enter}{/Control}')
  expect(await screen.findByText('The group is now called Outermost')).toBeVisible()
  expect(calls.find(({ method }) => method === 'PUT')?.body).toMatchObject({ name: 'Outermost' })
})
