import { useLocation } from '@tanstack/react-router'
import { useEffect, useRef, useState, type Dispatch, type SetStateAction } from 'react'

const entries = new Map<string, unknown>()
const most = 50

/** A state that is as it was when Back leads to this entry of the history again. */
export function useKept<T>(name: string, initial: T): [T, Dispatch<SetStateAction<T>>] {
  const { pathname, state } = useLocation()
  const here = `${name} ${state.key ?? ''}`
  const [value, set] = useState(() => (entries.has(here) ? (entries.get(here) as T) : initial))
  const last = useRef({ pathname, here, value })
  useEffect(() => {
    // On the way to another page this one is drawn once more, with the address of the other.
    if (pathname === last.current.pathname) last.current = { pathname, here, value }
  })
  useEffect(
    () => () => {
      entries.set(last.current.here, last.current.value)
      if (entries.size > most) entries.delete(entries.keys().next().value!)
    },
    [],
  )
  return [value, set]
}
