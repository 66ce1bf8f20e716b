import { DirectionProvider, localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { setNonce } from 'get-nonce'
import { queryClient } from '~/api/client'
import { OfflineBanner } from '~/components/OfflineBanner'
import { mostToasts } from '~/components/toasts'
import { router } from '~/routes'
import { cssVariablesResolver, theme } from '~/theme'

const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
setNonce(nonce)

// The same key as in index.html.
const colorSchemeManager = localStorageColorSchemeManager({ key: 'gatehouse-color-scheme' })

export function App() {
  return (
    <DirectionProvider>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariablesResolver}
        defaultColorScheme="auto"
        colorSchemeManager={colorSchemeManager}
        getStyleNonce={() => nonce}
      >
        <QueryClientProvider client={queryClient}>
          <section aria-label="Notifications">
            <OfflineBanner />
            <Notifications position="bottom-right" limit={mostToasts} withinPortal={false} pauseResetOnHover="all" />
          </section>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </DirectionProvider>
  )
}
