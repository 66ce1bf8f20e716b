import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, RouterProvider } from '@tanstack/react-router'
import { render } from '@testing-library/react'
import axe from 'axe-core'
import type { ReactNode } from 'react'
import { expect } from 'vitest'
import { queryClient } from '~/api/client'
import { forgetSession } from '~/api/sessionState'
import { makeRouter } from '~/routes'
import { mostToasts } from '~/components/toasts'
import { theme } from '~/theme'

const frame = (children: ReactNode) => (
  <MantineProvider env="test" theme={theme}>
    <QueryClientProvider client={queryClient}>
      <Notifications limit={mostToasts} />
      {children}
    </QueryClientProvider>
  </MantineProvider>
)

/** A component alone. */
export const show = (children: ReactNode) => render(frame(children))

/** The console at an address. */
export function visit(address: string) {
  queryClient.clear()
  forgetSession()
  const history = createMemoryHistory({ initialEntries: [address] })
  const router = makeRouter({ history })
  render(frame(<RouterProvider router={router as never} />))
  return { address: () => history.location.href }
}

/** No accessibility finding, but for what jsdom cannot see. */
export async function expectAccessible() {
  const { violations } = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false }, 'target-size': { enabled: false } },
  })
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
}
