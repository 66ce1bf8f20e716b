import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import type { Resource } from '~/api/types'
import { problem } from '~/testing/fakeApi'
import { call, inOrganization, northwind, page } from '~/testing/samples'
import { expectAccessible, visit } from '~/testing/show'
import { readProperties } from './properties'

const contract: Resource = {
  id: 'resource-1', type: 'records:record', resourceId: 'R-1', properties: { status: 'open' },
  version: 1, dtCreated: '2026-01-05T10:00:00.000Z', dtLastModified: '2026-01-05T10:00:00.000Z', createdBy: 'ada', lastModifiedBy: 'ada',
}
const address = inOrganization('/applications/app-records?tab=resources')

test('properties are an object of at most 2048 bytes', () => {
  expect(readProperties('')).toEqual({ properties: {} })
  expect(readProperties('{"a": [1]}')).toEqual({ properties: { a: [1] } })
  for (const wrong of ['{', '[]', 'null', '"text"', '7']) expect(readProperties(wrong)).toHaveProperty('error')
  const of = (bytes: number) => JSON.stringify({ a: 'x'.repeat(bytes - 8) })
  expect(readProperties(of(2048))).toHaveProperty('properties')
  expect(readProperties(of(2049))).toHaveProperty('error')
  expect(readProperties(JSON.stringify({ a: 'ä'.repeat(1021) })), 'bytes, not letters').toHaveProperty('error')
})

test('a resource is added; what is no object is not sent', async () => {
  const calls = northwind({
    [call('GET', '/resources')]: () => page(),
    [call('POST', '/resources')]: () => ({ body: contract }),
  })
  visit(address)
  expect(await screen.findByText('No resources of this type yet')).toBeVisible()
  await userEvent.click(screen.getByRole('button', { name: 'Add resource' }))
  const dialog = await screen.findByRole('dialog', { name: 'Add resource' })
  await userEvent.type(within(dialog).getByRole('textbox', { name: /^Resource ID/ }), 'R-1')
  const properties = within(dialog).getByRole('textbox', { name: 'Properties' })
  fireEvent.change(properties, { target: { value: '[1]' } })
  expect(within(dialog).getByText(/Write an object/)).toBeVisible()
  await userEvent.click(within(dialog).getByRole('button', { name: 'Add resource' }))
  expect(calls.some(({ method }) => method === 'POST')).toBe(false)
  await expectAccessible()
  fireEvent.change(properties, { target: { value: '{"status": "open"}' } })
  await userEvent.click(within(dialog).getByRole('button', { name: 'Add resource' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(calls.find(({ method }) => method === 'POST')?.body).toEqual({ type: 'records:record', resourceId: 'R-1', properties: { status: 'open' } })
  expect(calls.find(({ path }) => path.endsWith('/resources'))?.query.get('type')).toBe('records:record')
})

test('properties are edited; a stale version shows both; deleting asks and can be undone', async () => {
  let saved = contract
  const calls = northwind({
    [call('GET', '/resources')]: () => page(saved),
    [call('PUT', '/resources/resource-1')]: ({ body }) => {
      const sent = body as { version: number; properties: object }
      if (sent.version !== saved.version) return problem(409, 'stale_version', 'Changed.')
      saved = { ...saved, version: saved.version + 1, properties: sent.properties as Resource['properties'] }
      return { body: saved }
    },
    [call('DELETE', '/resources/resource-1')]: () => ({ body: saved }),
    [call('POST', '/resources')]: () => ({ body: saved }),
  })
  visit(`${address}&resource=resource-1`)
  const dialog = await screen.findByRole('dialog', { name: 'Edit R-1' })
  fireEvent.change(within(dialog).getByRole('textbox', { name: 'Properties' }), { target: { value: '{"status": "mine"}' } })
  saved = { ...saved, version: 2, properties: { status: 'theirs' } }
  await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }))
  expect(await within(dialog).findByRole('row', { name: /Properties/ })).toHaveTextContent(/theirs/)
  await userEvent.click(within(dialog).getByRole('button', { name: 'Keep mine' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(saved.properties).toEqual({ status: 'mine' })
  await userEvent.click(await screen.findByRole('button', { name: 'Actions for R-1' }))
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Delete' }))
  await userEvent.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'Delete' }))
  await userEvent.click(await screen.findByRole('button', { name: 'Undo' }))
  await waitFor(() => expect(calls.find(({ method }) => method === 'POST')?.body).toMatchObject({ resourceId: 'R-1', properties: { status: 'mine' } }))
})
