import { createContext, useContext, type ReactNode } from 'react'
import { createPortal } from 'react-dom'

const Place = createContext<HTMLElement | null>(null)

/** Where the head of the page has room for what the tab below can do. */
export const PageActionsPlace = Place.Provider

/** What one can begin on this page; stands in its head. */
export function PageActions({ children }: { children: ReactNode }) {
  const place = useContext(Place)
  return place && createPortal(children, place)
}
