import { useEffect, useState } from 'react'
import { flushSync } from 'react-dom'

/** Whether the page is being printed: what is drawn only in part is then drawn whole. */
export function usePrinting(): boolean {
  const [printing, set] = useState(false)
  useEffect(() => {
    // The browser takes its picture right after the event.
    const on = () => flushSync(() => set(true))
    const off = () => set(false)
    addEventListener('beforeprint', on)
    addEventListener('afterprint', off)
    return () => {
      removeEventListener('beforeprint', on)
      removeEventListener('afterprint', off)
    }
  }, [])
  return printing
}
