import '@testing-library/jest-dom/vitest'
import '~/api/zod'
import { cleanup } from '@testing-library/react'
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
Object.defineProperty(document, 'fonts', { value: { addEventListener: () => undefined, removeEventListener: () => undefined } })
Element.prototype.scrollIntoView = () => undefined
Element.prototype.scrollTo = () => undefined
Element.prototype.checkVisibility ??= () => true
window.scrollTo = () => undefined
// A list that is 700 px high, so that some rows are shown.
Object.defineProperty(HTMLElement.prototype, 'offsetHeight', { get: () => 700 })
Object.defineProperty(HTMLElement.prototype, 'offsetWidth', { get: () => 1200 })

afterEach(cleanup)
