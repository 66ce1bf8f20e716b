import { act, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { show } from '~/testing/show'
import { OfflineBanner } from './OfflineBanner'

afterEach(() => void vi.restoreAllMocks())

test('it tells when the computer is offline, and goes when it is online again', () => {
  const online = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(true)
  show(<OfflineBanner />)
  expect(screen.getByRole('status')).toBeEmptyDOMElement()
  online.mockReturnValue(false)
  act(() => void dispatchEvent(new Event('offline')))
  expect(screen.getByRole('status')).toHaveTextContent('You are offline.')
  online.mockReturnValue(true)
  act(() => void dispatchEvent(new Event('online')))
  expect(screen.getByRole('status')).toBeEmptyDOMElement()
})
