import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { problem } from '~/testing/fakeApi'
import { call, inOrganization, northwind, page, records } from '~/testing/samples'
import { expectAccessible, visit } from '~/testing/show'
import { isWord, newWords } from './words'

test('words are small letters, digits and three signs, a letter first', () => {
  for (const word of ['a', 'record', 'a1.b-c_d', 'x'.repeat(64)]) expect(isWord(word)).toBe(true)
  for (const word of ['', '1a', 'Record', 'a b', 'ä', 'x'.repeat(65)]) expect(isWord(word)).toBe(false)
})

test('typed words are taken apart, known ones left out', () => {
  expect(newWords('Read; write,read\nsign', ['write'])).toEqual(['read', 'sign'])
})

test('an application is added with its words, and bad ones are named before sending', async () => {
  const calls = northwind({
    [call('GET', '/applications')]: () => page(),
    [call('POST', '/applications')]: () => ({ body: records }),
  })
  const { address } = visit(inOrganization('/applications'))
  expect(await screen.findByText('No applications yet')).toBeVisible()
  await userEvent.click(screen.getByRole('button', { name: 'Add application' }))
  const dialog = await screen.findByRole('dialog', { name: 'Add application' })
  const add = within(dialog).getByRole('button', { name: 'Add application' })
  await userEvent.click(add)
  expect(within(dialog).getByText('Write a name.')).toBeVisible()
  expect(within(dialog).getByText('Name at least one action.')).toBeVisible()
  await userEvent.type(within(dialog).getByRole('textbox', { name: /^Name/ }), 'Records')
  await userEvent.type(within(dialog).getByRole('textbox', { name: /^Service/ }), 'records')
  await userEvent.type(within(dialog).getByRole('textbox', { name: /^Resource types/ }), 'record;')
  await userEvent.type(within(dialog).getByRole('textbox', { name: /^Actions/ }), 'read;9lives;')
  expect(within(dialog).getByText(/Not a name: 9lives/)).toBeVisible()
  await expectAccessible()
  await userEvent.click(add)
  expect(calls.some(({ method }) => method === 'POST')).toBe(false)
  await userEvent.click(within(dialog).getByRole('button', { name: '9lives, not a name, correct' }))
  await userEvent.type(within(dialog).getByRole('textbox', { name: /^Actions/ }), '{Control>}a{/Control}write;')
  await userEvent.click(add)
  await waitFor(() => expect(address()).toContain('/applications/app-records'))
  expect(calls.find(({ method }) => method === 'POST')?.body).toEqual({
    service: 'records',
    name: 'Records',
    types: ['record'],
    actions: expect.arrayContaining(['read']),
  })
})

test('a refused deletion says which policy still uses a word', async () => {
  northwind({
    [call('DELETE', '/applications/app-records')]: () => problem(409, 'conflict', 'the permission policy `Readers` uses a word that this would remove'),
  })
  visit(inOrganization('/applications/app-records'))
  await userEvent.click(await screen.findByRole('button', { name: 'Delete' }))
  const dialog = await screen.findByRole('alertdialog', { name: 'Delete Records?' })
  await waitFor(() => expect(within(dialog).getByRole('button', { name: 'Cancel' })).toHaveFocus())
  await userEvent.type(within(dialog).getByLabelText('Type Records to confirm'), 'Records')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Delete' }))
  expect(await screen.findByText(/Readers/)).toBeVisible()
  expect(screen.getByRole('heading', { level: 1, name: 'Records' })).toBeVisible()
})
