import { useCallback, useEffect, useRef, type RefObject } from 'react'
import { isShortcut } from './shortcuts'

type Row = { id: string }

type Walk<T> = {
  rows: T[]
  /** The row where one is. */
  active: number
  setActive: (index: number) => void
  openId?: string
  onOpen?: (row: T) => void
  scroller: RefObject<HTMLElement | null>
  scrollTo: (index: number) => void
}

/** Moves the focus from row to row; a panel that is open follows. */
export function useRowFocus<T extends Row>({ rows, active, setActive, openId, onOpen, scroller, scrollTo }: Walk<T>) {
  const focusRow = (index: number) => {
    const to = Math.max(0, Math.min(index, rows.length - 1))
    setActive(to)
    scrollTo(to)
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-index="${to}"]`)?.focus({ preventScroll: true }),
    )
    const row = rows[to]
    if (openId && row) onOpen?.(row)
  }

  // Where one was before the panel opened, one is again.
  const opened = useRef(openId)
  useEffect(() => {
    const before = opened.current
    opened.current = openId
    if (!before || openId) return
    const index = rows.findIndex(({ id }) => id === before)
    focusRow(index < 0 ? active : index)
  })

  // “j” and “k” lead into the list from anywhere on the page.
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!['j', 'k'].includes(event.key) || !isShortcut(event) || scroller.current?.contains(event.target as Node)) return
      event.preventDefault()
      focusRow(active)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  })
  return focusRow
}

export type Selection<T> = {
  has: (id: string) => boolean
  /** All of the rows are put in or taken out. */
  set: (rows: T[], selected: boolean) => void
}

/** Selects rows: one, with Shift all from the one selected before, or one after the other. */
export function useRowSelection<T extends Row>(rows: T[], active: number, selection: Selection<T> | undefined) {
  const anchor = useRef(0)
  const upTo = (index: number) => rows.slice(Math.min(anchor.current, index), Math.max(anchor.current, index) + 1)
  const select = (index: number, range: boolean) => {
    const row = rows[index]
    if (row) selection?.set(range ? upTo(index) : [row], !selection.has(row.id))
    anchor.current = index
  }
  const extendTo = (index: number) => {
    const row = rows[active]
    if (row && !selection?.has(row.id)) anchor.current = active
    selection?.set(upTo(index), true)
  }
  // The same function for every row at all times: a new one would draw all rows anew at each scrolled frame.
  const latest = useRef(select)
  useEffect(() => {
    latest.current = select
  })
  const onSelect = useCallback((index: number, range: boolean) => latest.current(index, range), [])
  return { onSelect, extendTo }
}
