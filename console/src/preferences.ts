import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** One choice among few that this browser keeps; the first is the usual one. */
function preference<const V extends readonly [string, ...string[]]>(key: string, values: V) {
  type Value = V[number]
  const get = (): Value => {
    const kept = localStorage.getItem(key)
    return values.find((value) => value === kept) ?? values[0]
  }
  const set = (value: Value) => {
    if (value === values[0]) localStorage.removeItem(key)
    else localStorage.setItem(key, value)
    listeners.forEach((listener) => listener())
  }
  return { get, set, use: () => useSyncExternalStore(subscribe, get) }
}

/** Single keys can get in the way of dictation and other tools. */
export const shortcuts = preference('gatehouse-shortcuts', ['on', 'off'])
/** How much room a row of a list takes. */
export const density = preference('gatehouse-density', ['comfortable', 'compact'])
/** In which zone times are written out. */
export const timeZone = preference('gatehouse-times', ['local', 'organization', 'utc'])
