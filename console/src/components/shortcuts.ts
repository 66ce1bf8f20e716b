import { useEffect } from 'react'
import { shortcuts } from '~/preferences'
import { isLayerOpen } from './layers'

/** Whether a key is meant as a shortcut: not typed into a field, nothing lies over the page. */
export function isShortcut(event: KeyboardEvent): boolean {
  if (shortcuts.get() === 'off' || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false
  const target = event.target as HTMLElement
  if (target.isContentEditable || target.closest?.('input:not([type="checkbox"], [type="radio"]), textarea, select')) return false
  return !isLayerOpen()
}

const sequenceTime = 1500

/** `{'?': help, 'g u': goToUsers}`; a sequence's second key follows within a second and a half. */
export function useShortcuts(acts: Record<string, () => void>) {
  useEffect(() => {
    let first = ''
    let timer: ReturnType<typeof setTimeout> | undefined
    const onKey = (event: KeyboardEvent) => {
      if (!isShortcut(event)) return
      const pressed = first ? `${first} ${event.key}` : event.key
      clearTimeout(timer)
      first = ''
      const act = acts[pressed]
      if (act) {
        event.preventDefault()
        act()
      } else if (Object.keys(acts).some((keys) => keys.startsWith(`${event.key} `))) {
        first = event.key
        timer = setTimeout(() => (first = ''), sequenceTime)
      }
    }
    document.addEventListener('keydown', onKey)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('keydown', onKey)
    }
  }, [acts])
}
