import { cleanup, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { problem } from '~/testing/fakeApi'
import { parseSearch } from '~/filters'
import { ada, call, grace, inOrganization, northwind, page, user } from '~/testing/samples'
import { expectAccessible, visit } from '~/testing/show'

const tom = user('tom', 'Tom', 'Novak')
const list = { [call('GET', '/users')]: () => page(ada, grace, tom) }
const select = async (name: RegExp) => userEvent.click(await screen.findByRole('checkbox', { name }))

/** What is saved as a file from now on. */
function downloads(): Blob[] {
  const written: Blob[] = []
  vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: (blob: Blob) => String(written.push(blob)), revokeObjectURL: () => undefined }))
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined)
  return written
}

beforeEach(() => localStorage.clear())
afterEach(() => void vi.restoreAllMocks())

test('several are deactivated, oneself left out; a failure is told in its row; Undo takes back what was done', async () => {
  const calls = northwind({
    ...list,
    [call('POST', '/users/grace/deactivate')]: () => ({ body: { ...grace, active: false } }),
    [call('POST', '/users/tom/deactivate')]: () => problem(409, 'last_administrator', 'No.'),
    [call('POST', '/users/grace/activate')]: () => ({ body: grace }),
  })
  visit(inOrganization('/access/users'))
  await select(/Select all rows/)
  const bar = await screen.findByRole('region', { name: 'Selected users' })
  expect(bar).toHaveTextContent('3 selected')
  await expectAccessible()
  await userEvent.click(within(bar).getByRole('button', { name: 'Deactivate' }))
  const dialog = await screen.findByRole('dialog', { name: 'Deactivate 3 users?' })
  expect(within(dialog).getByText('This is you. Nobody can deactivate themselves.')).toBeVisible()
  expect(within(dialog).getByRole('list')).toHaveTextContent('grace@northwind.example')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Deactivate' }))
  expect(await within(dialog).findByText('1 done, 1 failed, 1 left out')).toBeVisible()
  expect(within(dialog).getByRole('list')).toHaveTextContent(/Tom Novak.*last administrator/)
  expect(calls.some(({ path }) => path.endsWith('/ada/deactivate'))).toBe(false)
  await expectAccessible()
  const written = downloads()
  await userEvent.click(within(dialog).getByRole('button', { name: 'CSV of the failed' }))
  expect(await written[0]!.text()).toMatch(/Tom Novak,tom@northwind.example,tom,.*last administrator/)
  await userEvent.click(within(dialog).getByRole('button', { name: 'Undo' }))
  expect(await within(dialog).findByText('1 taken back')).toBeVisible()
  expect(calls.filter(({ path }) => path.endsWith('/activate')).map(({ path }) => path)).toEqual([expect.stringContaining('grace')])
})

test('those that failed are tried again, they alone', async () => {
  let answers = 0
  const calls = northwind({
    ...list,
    [call('POST', '/users/grace/deactivate')]: () => ({ body: { ...grace, active: false } }),
    [call('POST', '/users/tom/deactivate')]: () => (answers++ === 0 ? problem(409, 'last_administrator', 'No.') : { body: { ...tom, active: false } }),
  })
  visit(inOrganization('/access/users'))
  await select(/Select Grace/)
  await select(/Select Tom/)
  await userEvent.click(await screen.findByRole('button', { name: 'Deactivate' }))
  const dialog = await screen.findByRole('dialog', { name: 'Deactivate 2 users?' })
  await userEvent.click(within(dialog).getByRole('button', { name: 'Deactivate' }))
  await userEvent.click(await within(dialog).findByRole('button', { name: 'Try the one again' }))
  expect(await within(dialog).findByText('1 done')).toBeVisible()
  const asked = calls.filter(({ path }) => path.endsWith('/deactivate')).map(({ path }) => path.split('/').at(-2))
  expect(asked.toSorted()).toEqual(['grace', 'tom', 'tom'])
})

test('Undo of a group never takes away a membership that was there before', async () => {
  const finance = { id: 'finance', name: 'Finance', type: 'user', items: 1, version: 1, dtCreated: '', dtLastModified: '', createdBy: '', lastModifiedBy: '' }
  const calls = northwind({
    ...list,
    [call('GET', '/resourcegroups/user')]: () => page(finance),
    [call('GET', '/users/grace/usergroups')]: () => page(finance),
    [call('GET', '/users/tom/usergroups')]: () => page(),
    [call('POST', '/resourcegroups/user/finance/addresource')]: () => ({ body: {} }),
    [call('POST', '/resourcegroups/user/finance/removeresource')]: () => ({ body: {} }),
  })
  visit(inOrganization('/access/users'))
  await select(/Select Grace/)
  await select(/Select Tom/)
  await userEvent.click(screen.getByRole('button', { name: 'Add to group' }))
  const dialog = await screen.findByRole('dialog', { name: 'Add 2 users to groups' })
  await userEvent.type(within(dialog).getByRole('textbox', { name: 'User groups' }), 'Fin')
  await userEvent.click(await screen.findByRole('option', { name: /Finance/ }))
  await userEvent.click(within(dialog).getByRole('button', { name: 'Add to Groups' }))
  expect(await within(dialog).findByText('2 done')).toBeVisible()
  await userEvent.click(within(dialog).getByRole('button', { name: 'Undo' }))
  expect(await within(dialog).findByText('1 taken back')).toBeVisible()
  const removed = calls.filter(({ path }) => path.endsWith('/removeresource')).map(({ body }) => body)
  expect(removed).toEqual([{ targetId: 'tom', targetType: 'ITEM' }])
})

test('Space selects, Shift takes all between, Escape clears', async () => {
  northwind(list)
  visit(inOrganization('/access/users'))
  const first = await screen.findByRole('row', { name: /Ada Lovelace/ })
  first.focus()
  await userEvent.keyboard(' {ArrowDown}{ArrowDown}{Shift>} {/Shift}')
  expect(await screen.findByText('3 selected')).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByText('3 selected')).toBeNull())
})

test('Shift with an arrow or J extends the selection, a click with Ctrl adds a row, “k” leads into the list', async () => {
  northwind(list)
  const { address } = visit(inOrganization('/access/users'))
  await screen.findByRole('row', { name: /Ada Lovelace/ })
  await userEvent.keyboard('k')
  await waitFor(() => expect(screen.getByRole('row', { name: /Ada Lovelace/ })).toHaveFocus())
  await userEvent.keyboard('{Shift>}J{/Shift}')
  expect(await screen.findByText('2 selected')).toBeVisible()
  expect(screen.getByText(/^3 users/)).toHaveTextContent('3 users, 2 selected')
  const user = userEvent.setup()
  await user.keyboard('{Control>}')
  await user.click(screen.getByText('tom@northwind.example'))
  await user.keyboard('{/Control}')
  expect(await screen.findByText('3 selected')).toBeVisible()
  expect(address()).not.toContain('user=')
})

test('one row of the list is a stop of Tab, with what stands in it', async () => {
  northwind(list)
  visit(inOrganization('/access/users'))
  await screen.findByRole('row', { name: /Ada Lovelace/ })
  const stops = () =>
    screen
      .getAllByRole('row')
      .slice(1)
      .map((row) => [row, ...row.querySelectorAll<HTMLElement>('a, button, input')].filter((element) => element.tabIndex === 0).length)
  expect(stops()).toEqual([4, 0, 0])
  await userEvent.keyboard('k')
  await waitFor(() => expect(screen.getByRole('row', { name: /Ada Lovelace/ })).toHaveFocus())
  await userEvent.keyboard('{ArrowDown}')
  await waitFor(() => expect(stops()).toEqual([0, 4, 0]))
})

test('a column stays shown after a reload; the address holds the columns and a saved view', async () => {
  northwind(list)
  const { address } = visit(inOrganization('/access/users?q=gra&user=grace'))
  await userEvent.click(await screen.findByRole('button', { name: 'Columns' }))
  await userEvent.click(await screen.findByRole('checkbox', { name: 'Last sign-in' }))
  expect(await screen.findByRole('columnheader', { name: 'Last sign-in' })).toBeVisible()
  expect(parseSearch(address().split('?')[1]!).columns).toBe('name,email,status,end,signIn')
  await userEvent.click(screen.getByRole('button', { name: 'Earlier: Last sign-in' }))
  await userEvent.click(screen.getByRole('button', { name: 'Wider: Status' }))
  await waitFor(() => expect(parseSearch(address().split('?')[1]!).columns).toMatch(/^name,email,status:\d+,signIn,end$/))
  expect(screen.getAllByRole('columnheader').map(({ textContent }) => textContent)).toEqual(['', 'Name', 'Email address', expect.stringContaining('Status'), 'Last sign-in', 'Access end date', 'Actions'])
  await userEvent.keyboard('{Escape}')
  await userEvent.click(screen.getByRole('button', { name: 'Views' }))
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Save this view' }))
  await userEvent.type(await screen.findByRole('textbox', { name: /^Name/ }), 'Graces{Enter}')
  await userEvent.click(screen.getByRole('button', { name: 'Views' }))
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Disabled users' }))
  await waitFor(() => expect(address()).toContain('status=inactive'))
  expect(address()).not.toContain('q=gra')
  await userEvent.click(screen.getByRole('button', { name: 'Views' }))
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Graces' }))
  await waitFor(() => expect(address()).toContain('q=gra'))
  expect(localStorage.getItem('gatehouse-columns-users')).toContain('signIn')
})

test('a view can be where the list begins; who follows a link sees what it says', async () => {
  northwind(list)
  const { address } = visit(inOrganization('/access/users?status=all&sort=-email'))
  await userEvent.click(await screen.findByRole('button', { name: 'Views' }))
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Begin with this view' }))
  expect(await screen.findByText('The list now begins with this view')).toBeVisible()
  expect(address()).toContain('status=all&sort=-email')
  cleanup()
  const plain = visit(inOrganization('/access/users'))
  await waitFor(() => expect(plain.address()).toContain('status=all&sort=-email'))
  cleanup()
  const link = visit(inOrganization('/access/users?q=gra'))
  await screen.findByRole('row', { name: /Grace/ })
  expect(link.address()).toBe(inOrganization('/access/users?q=gra'))
})

test('an export reads every page and writes names that a spreadsheet would run as text', async () => {
  const evil = user('evil', '=HYPERLINK("http://x")', 'Doe')
  const pages = [
    { data: [ada, evil], nextToken: 'next', total: 3 },
    { data: [grace], nextToken: null, total: 3 },
  ]
  northwind({ [call('GET', '/users')]: ({ query }) => ({ body: pages[query.get('nextToken') ? 1 : 0] }) })
  const written = downloads()
  visit(inOrganization('/access/users'))
  await userEvent.click(await screen.findByRole('button', { name: 'Export' }))
  await userEvent.click(await screen.findByRole('menuitem', { name: 'CSV, the columns shown' }))
  expect(await screen.findByText('3 users exported')).toBeVisible()
  const lines = (await written[0]!.text()).trim().split('\r\n')
  expect(lines).toHaveLength(4)
  expect(lines[0]).toBe('Name,Email address,Status,Access end date')
  expect(lines[2]).toContain(`"'=HYPERLINK(""http://x"") Doe"`)
})
