import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { call, inOrganization, northwind, page, readOnly } from '~/testing/samples'
import { expectAccessible, show, visit } from '~/testing/show'
import { ReasonedButton } from './ReasonedButton'

test('with a reason it does nothing, is reached by the keyboard and tells the reason', async () => {
  const act = vi.fn()
  show(
    <main>
      <ReasonedButton reason="This is you." onClick={act}>
        Deactivate
      </ReasonedButton>
    </main>,
  )
  await userEvent.tab()
  const button = screen.getByRole('button', { name: 'Deactivate' })
  expect(button).toHaveFocus()
  expect(button).toHaveAttribute('aria-disabled', 'true')
  await userEvent.keyboard('{Enter}')
  await userEvent.hover(button)
  expect(await screen.findByRole('tooltip')).toHaveTextContent('This is you.')
  await userEvent.click(button)
  expect(act).not.toHaveBeenCalled()
  await expectAccessible()
})

test('the only administrator sees why the policy cannot be taken away', async () => {
  const administrator = { ...readOnly, id: 'administrator', name: 'Administrator' }
  const own = (only: boolean) => ({
    [call('GET', '/users/me/access')]: () => ({ body: { administrator: true, onlyAdministrator: only, allowed: [] } }),
    [call('GET', '/users/ada/permissions')]: () => page(administrator),
  })
  northwind(own(true))
  visit(inOrganization('/access/users/ada'))
  const button = await screen.findByRole('button', { name: 'Delete Administrator' })
  await userEvent.hover(button)
  expect(await screen.findByRole('tooltip')).toHaveTextContent('You are the only administrator.')
  await userEvent.click(button)
  expect(screen.queryByRole('alertdialog')).toBeNull()
  expect(screen.getByRole('textbox', { name: 'Access end date' })).toBeDisabled()
})
