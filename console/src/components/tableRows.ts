import { useCallback, useEffect, useRef, type RefObject } from 'react'
import { placeOf, rowAt, type List } from '~/api/lists'
import { isShortcut } from './shortcuts'

type Row = { id: string }
/** Rows, and where some are not read yet; all numbers below are places in the whole. */
type Places<T> = Pick<List<T>, 'rows' | 'gap'>

type Walk<T> = Places<T> & {
  /** The row where one is. */
  active: number
  setActive: (index: number) => void
  openId?: string
  onOpen?: (row: T) => void
  scroller: RefObject<HTMLElement | null>
  scrollTo: (index: number) => void
}

/** Moves the focus from row to row; a panel that is open follows. */
export function useRowFocus<T extends Row>({ rows, gap, active, setActive, openId, onOpen, scroller, scrollTo }: Walk<T>) {
  const awaited = useRef<number>(undefined)
  const activate = useCallback((index: number) => {
    awaited.current = undefined
    setActive(index)
  }, [setActive])
  const focusRow = (index: number) => {
    const to = Math.max(0, Math.min(index, rows.length + gap.size - 1))
    const row = rowAt({ rows, gap }, to)
    scrollTo(to)
    // Until it is read, the focus stays where it was.
    if (!row) return void (awaited.current = to)
    activate(to)
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-index="${to}"]`)?.focus({ preventScroll: true }),
    )
    if (openId) onOpen?.(row)
  }
  useEffect(() => {
    const to = awaited.current
    const isHere = document.activeElement === document.body || scroller.current?.contains(document.activeElement)
    if (to !== undefined && isHere && rowAt({ rows, gap }, to)) focusRow(to)
  })

  // Where one was before the panel opened, one is again.
  const opened = useRef(openId)
  useEffect(() => {
    const before = opened.current
    opened.current = openId
    if (!before || openId) return
    const index = rows.findIndex(({ id }) => id === before)
    focusRow(index < 0 ? active : placeOf({ gap }, index))
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
  return { focusRow, activate }
}

export type Selection<T> = {
  has: (id: string) => boolean
  /** All of the rows are put in or taken out. */
  set: (rows: T[], selected: boolean) => void
}

/** Selects rows: one, with Shift all from the one selected before, or one after the other. */
export function useRowSelection<T extends Row>({ rows, gap }: Places<T>, active: number, selection: Selection<T> | undefined) {
  const anchor = useRef(0)
  const at = (place: number) => rowAt({ rows, gap }, place)
  /** One alone where what lies between is not read. */
  const upTo = (place: number) => {
    const from = Math.min(anchor.current, place)
    const range = Array.from({ length: Math.abs(anchor.current - place) + 1 }, (_, index) => at(from + index))
    const known = range.filter((row) => row !== undefined)
    return known.length === range.length ? known : [at(place)].filter((row) => row !== undefined)
  }
  const select = (index: number, range: boolean) => {
    const row = at(index)
    if (row) selection?.set(range ? upTo(index) : [row], !selection.has(row.id))
    anchor.current = index
  }
  const extendTo = (index: number) => {
    const row = at(active)
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
