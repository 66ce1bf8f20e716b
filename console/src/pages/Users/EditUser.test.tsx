import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test } from 'vitest'
import { problem } from '~/testing/fakeApi'
import { ada, call, grace, inOrganization, northwind, page } from '~/testing/samples'
import { expectAccessible, visit } from '~/testing/show'
import { userRow } from './userTable'

// The columns that somebody chose are kept there.
afterEach(() => localStorage.clear())

const list = inOrganization('/access/users')
const details = inOrganization('/access/users/grace')
const put = call('PUT', '/users/grace')
const employed = { ...grace, company: 'Navy', title: 'Analyst' }

async function open(button: HTMLElement) {
  await userEvent.click(button)
  return await screen.findByRole('dialog', { name: 'Grace Hopper' })
}
const field = (dialog: HTMLElement, name: string) => within(dialog).findByRole('textbox', { name })
const save = (dialog: HTMLElement) => userEvent.click(within(dialog).getByRole('button', { name: 'Save' }))

test('Edit in the row menu shows what is written, and Save sends it trimmed, the empty as null', async () => {
  const calls = northwind({
    [call('GET', '/users')]: () => page(ada, employed),
    [call('GET', '/users/grace')]: () => ({ body: employed }),
    [put]: () => ({ body: { ...employed, fullName: 'Grace B. Hopper', version: 2 } }),
  })
  visit(list)
  await userEvent.click(await screen.findByRole('button', { name: /^Actions for Grace/ }))
  const dialog = await open(await screen.findByRole('menuitem', { name: 'Edit' }))
  expect(await field(dialog, 'Company')).toHaveValue('Navy')
  expect(await field(dialog, 'Full name')).toHaveAttribute('placeholder', 'Grace Hopper')
  await expectAccessible()
  await userEvent.type(await field(dialog, 'Full name'), '  Grace B. Hopper ')
  await userEvent.clear(await field(dialog, 'Title'))
  await save(dialog)
  await screen.findByText('Grace B. Hopper is saved')
  expect(calls.find(({ method }) => method === 'PUT')?.body).toEqual({ fullName: 'Grace B. Hopper', company: 'Navy', initials: null, title: null, version: 1 })
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
})

test('the panel and the details have Edit too', async () => {
  northwind()
  visit(`${list}?user=grace`)
  const panel = await screen.findByRole('complementary', { name: 'Grace Hopper' })
  await open(await within(panel).findByRole('button', { name: 'Edit' }))
})

test('what is too long or refused is told at its field', async () => {
  const calls = northwind({ [put]: () => problem(400, 'invalid_input', '`title` holds a character that names may not have', { field: 'title' }) })
  visit(details)
  const dialog = await open(await screen.findByRole('button', { name: 'Edit' }))
  await userEvent.type(await field(dialog, 'Initials'), 'abcdefghijk')
  await save(dialog)
  expect(await within(dialog).findByText('At most 10 characters.')).toBeVisible()
  expect(calls.some(({ method }) => method === 'PUT')).toBe(false)
  await userEvent.clear(await field(dialog, 'Initials'))
  await userEvent.type(await field(dialog, 'Title'), 'x')
  await save(dialog)
  expect(await field(dialog, 'Title')).toHaveAccessibleDescription(/holds a character/)
  await expectAccessible()
})

test('something typed is not lost without a question', async () => {
  northwind()
  visit(details)
  const dialog = await open(await screen.findByRole('button', { name: 'Edit' }))
  await userEvent.type(await field(dialog, 'Company'), 'Navy')
  await userEvent.keyboard('{Escape}')
  await userEvent.click(within(await screen.findByRole('alertdialog', { name: 'Leave without saving?' })).getByRole('button', { name: 'Keep editing' }))
  expect(await field(dialog, 'Company')).toHaveValue('Navy')
})

test('somebody else was faster: both sides are shown, and mine can be kept', async () => {
  let version = 1
  const sent: unknown[] = []
  northwind({
    [call('GET', '/users/grace')]: () => ({ body: version === 1 ? grace : { ...grace, company: 'Army', version } }),
    [put]: ({ body }) => {
      sent.push(body)
      if (version === 1) {
        version = 2
        return problem(409, 'stale_version', 'No.')
      }
      return { body: { ...grace, company: 'Navy', version: 3 } }
    },
  })
  visit(details)
  const dialog = await open(await screen.findByRole('button', { name: 'Edit' }))
  await userEvent.type(await field(dialog, 'Company'), 'Navy')
  await save(dialog)
  const differs = await within(dialog).findByRole('table', { name: 'What differs' })
  expect(within(differs).getByRole('row', { name: /Company/ })).toHaveTextContent('Company—ArmyNavy')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Keep mine' }))
  await screen.findByText('Grace Hopper is saved')
  expect(sent.at(-1)).toMatchObject({ company: 'Navy', version: 2 })
})

test('who may not change users is not offered Edit', async () => {
  northwind({ [call('GET', '/users/me/access')]: () => ({ body: { administrator: false, allowed: ['config:retrieve config:user'] } }) })
  visit(details)
  await screen.findByRole('link', { name: 'ReadOnly' })
  expect(screen.queryByRole('button', { name: 'Edit' })).toBeNull()
})

test('the details show user name, full name, company, initials and title', async () => {
  northwind({ [call('GET', '/users/grace')]: () => ({ body: { ...employed, userName: 'grace_navy_2', fullName: 'Amazing Grace', initials: 'GBH' } }) })
  visit(details)
  await screen.findByRole('heading', { name: 'Amazing Grace', level: 1 })
  const facts = screen.getByRole('region', { name: 'Details' })
  for (const [name, value] of [['Full name', 'Amazing Grace'], ['User name', 'grace_navy_2'], ['Company', 'Navy'], ['Initials', 'GBH'], ['Title', 'Analyst']])
    expect(within(facts).getByText(name!).nextSibling).toHaveTextContent(value!)
  expect(facts).toHaveTextContent('In their own profile: Grace Hopper')
})

test('an exported row begins with the user name and what is written about the user', () => {
  const row = userRow({ ...employed, fullName: 'Amazing Grace' }, 'UTC')
  expect(row.slice(0, 8)).toEqual(['grace', 'Grace', 'Hopper', 'Amazing Grace', 'Navy', '', 'Analyst', 'grace@northwind.example'])
})

test('the user name is a column that can be shown', async () => {
  northwind()
  visit(list)
  await userEvent.click(await screen.findByRole('button', { name: 'Columns' }))
  await userEvent.click(await screen.findByRole('checkbox', { name: 'User name' }))
  expect(await screen.findByRole('columnheader', { name: 'User name' })).toBeVisible()
})

test('creating a user sends the company', async () => {
  const calls = northwind({ [call('POST', '/users')]: () => ({ body: grace }) })
  visit(`${list}?open=create`)
  const dialog = await screen.findByRole('dialog', { name: 'Create user' })
  await userEvent.type(await field(dialog, 'Email address'), 'grace@navy.example')
  await userEvent.type(await field(dialog, 'First name'), 'Grace')
  await userEvent.type(await field(dialog, 'Last name'), 'Hopper')
  await userEvent.type(await field(dialog, 'Company'), ' Navy ')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Create user' }))
  await waitFor(() => expect(calls.find(({ method }) => method === 'POST')?.body).toMatchObject({ company: 'Navy' }))
})
