import { Tooltip, VisuallyHidden } from '@mantine/core'
import { useSyncExternalStore } from 'react'
import { absolute, relative } from './dates'

let now = Date.now()
const listeners = new Set<() => void>()
setInterval(() => {
  now = Date.now()
  listeners.forEach((listener) => listener())
}, 30_000)

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
export const useNow = () => useSyncExternalStore(subscribe, () => now)

/** A time in words, its date and zone in a tooltip and for screen readers. */
export function Time({ value, plain }: { value: string | null | undefined; plain?: boolean }) {
  const current = useNow()
  if (!value) return <>—</>
  const words = relative(Date.parse(value), current)
  // In rows a tooltip component each would cost more than the data.
  if (plain) return <time dateTime={value} title={absolute(value)}>{words}</time>
  return (
    <Tooltip label={absolute(value)}>
      <time dateTime={value}>
        {words}
        <VisuallyHidden>, {absolute(value)}</VisuallyHidden>
      </time>
    </Tooltip>
  )
}
