import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, test } from 'vitest'
import { expectAccessible, show } from '~/testing/show'
import type { Address } from './emails'
import { EmailTags } from './EmailTags'

function Field() {
  const [value, setValue] = useState<Address[]>([])
  return (
    <main>
      <EmailTags label="Email" value={value} onChange={setValue} />
    </main>
  )
}

test('typed addresses become tags at a semicolon', async () => {
  show(<Field />)
  await userEvent.type(screen.getByRole('textbox'), 'a@x.example;b@x.example;')
  expect(screen.getByRole('button', { name: 'a@x.example, remove' })).toBeVisible()
  expect(screen.getByRole('button', { name: 'b@x.example, remove' })).toBeVisible()
  await expectAccessible()
})

test('a pasted list becomes tags at once', async () => {
  show(<Field />)
  await userEvent.click(screen.getByRole('textbox'))
  await userEvent.paste('Ada <a@x.example>; b@x.example\nc@x.example')
  expect(screen.getAllByRole('button')).toHaveLength(3)
})

test('tags are walked by the arrows and removed by Delete', async () => {
  show(<Field />)
  await userEvent.type(screen.getByRole('textbox'), 'a@x.example;b@x.example;')
  await userEvent.keyboard('{ArrowLeft}')
  expect(screen.getByRole('button', { name: 'b@x.example, remove' })).toHaveFocus()
  await userEvent.keyboard('{ArrowLeft}{Delete}')
  expect(screen.queryByRole('button', { name: 'a@x.example, remove' })).toBeNull()
})

test('a wrong address is named and goes back into the field to be corrected', async () => {
  show(<Field />)
  await userEvent.type(screen.getByRole('textbox'), 'nonsense;')
  expect(screen.getByText('Not an e-mail address: nonsense')).toBeVisible()
  await userEvent.click(screen.getByRole('button', { name: 'nonsense, not an address, correct' }))
  expect(screen.getByRole('textbox')).toHaveValue('nonsense')
})

test('more than 500 addresses at once are refused', async () => {
  show(<Field />)
  await userEvent.click(screen.getByRole('textbox'))
  await userEvent.paste(Array.from({ length: 501 }, (_, index) => `u${index}@x.example`).join(';'))
  expect(screen.getByText(/501 addresses are too many/)).toBeVisible()
  expect(screen.queryAllByRole('button')).toHaveLength(0)
})
