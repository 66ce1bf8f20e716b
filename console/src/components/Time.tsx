import { Tooltip } from '@mantine/core'
import { createContext, useContext, useSyncExternalStore, type ReactNode } from 'react'
import { absolute, relative } from './dates'
import classes from './Time.module.css'

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

const Zone = createContext<string | undefined>(undefined)
/** The zone in which times below are written out; undefined: the browser's. */
export const TimeZone = ({ value, children }: { value: string | undefined; children: ReactNode }) => <Zone value={value}>{children}</Zone>

/** Writes a time out in the zone that was chosen. */
export function useAbsolute(): (time: string) => string {
  const zone = useContext(Zone)
  return (time) => absolute(time, zone)
}

/** A time in words; its date and zone in a tooltip, for screen readers, and on paper. */
export function Time({ value, plain }: { value: string | null | undefined; plain?: boolean }) {
  const current = useNow()
  const written = useAbsolute()
  if (!value) return <>—</>
  const exact = written(value)
  const words = (
    <>
      <span className={classes.words}>{relative(Date.parse(value), current)}</span>
      <span className={classes.exact}> {exact}</span>
    </>
  )
  // In rows a tooltip component each would cost more than the data.
  if (plain) return <time dateTime={value} title={exact}>{words}</time>
  return (
    <Tooltip label={exact}>
      <time dateTime={value}>{words}</time>
    </Tooltip>
  )
}
