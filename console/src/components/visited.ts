import { useLocation } from '@tanstack/react-router'
import { useEffect, useSyncExternalStore } from 'react'

export type Visited = { title: string; section: string; href: string }

/** In memory only: names of people are not kept in the browser. */
let visited: Visited[] = []
const listeners = new Set<() => void>()
const most = 6

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Pages of single things where one was, newest first. */
export const useVisited = () => useSyncExternalStore(subscribe, () => visited)

/** Remembers the page of one thing; for where it has a title. */
export function useVisit(title: string, section: string) {
  const href = useLocation({ select: ({ pathname }) => pathname })
  useEffect(() => {
    visited = [{ title, section, href }, ...visited.filter((other) => other.href !== href)].slice(0, most)
    listeners.forEach((listener) => listener())
  }, [title, section, href])
}
