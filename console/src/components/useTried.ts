import { useRef, useState } from 'react'

/** For forms that can always be sent: whether that was tried in vain, and then the focus goes to the first wrong field. */
export function useTried() {
  const [tried, setTried] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const refuse = () => {
    setTried(true)
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
  }
  return { tried, form, refuse }
}
