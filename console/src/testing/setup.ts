import '@testing-library/jest-dom/vitest'
import '~/api/zod'
import { notifications } from '@mantine/notifications'
import { cleanup, configure } from '@testing-library/react'
import { afterEach, vi } from 'vitest'

// What jsdom leaves out and Mantine or the virtual list asks for.
vi.stubGlobal('matchMedia', (query: string) => ({
  matches: query.includes('reduce'),
  media: query,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
  addListener: () => undefined,
  removeListener: () => undefined,
}))
vi.stubGlobal(
  'ResizeObserver',
  class {
    observe = () => undefined
    unobserve = () => undefined
    disconnect = () => undefined
  },
)
Object.defineProperty(document, 'fonts', { configurable: true, value: { addEventListener: () => undefined, removeEventListener: () => undefined } })
Element.prototype.scrollIntoView = () => undefined
Element.prototype.scrollTo = () => undefined
const isShown = (node: Element | null): boolean =>
  node === null || (getComputedStyle(node).display !== 'none' && isShown(node.parentElement))
Element.prototype.checkVisibility = function () {
  return isShown(this)
}
window.scrollTo = () => undefined
// A list that is 700 px high, so that some rows are shown.
Object.defineProperty(Element.prototype, 'clientHeight', { configurable: true, get: () => 700 })
Object.defineProperty(Element.prototype, 'clientWidth', { configurable: true, get: () => 1200 })

configure({ asyncUtilTimeout: 10_000, getElementError: (message) => new Error(message ?? '') })

afterEach(() => {
  cleanup()
  notifications.clean()
})
