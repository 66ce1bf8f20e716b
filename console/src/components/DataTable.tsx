import { useElementSize } from '@mantine/hooks'
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState, type CSSProperties, type KeyboardEvent, type ReactNode } from 'react'
import { placeOf, rowAt, type List } from '~/api/lists'
import { density } from '~/preferences'
import { narrowest } from './columnLayout'
import classes from './DataTable.module.css'
import { DataTableHead } from './DataTableHead'
import { DataTableRow } from './DataTableRow'
import { useKept } from './kept'
import { usePrinting } from './printing'
import { BrokenOff, Failed } from './States'
import { useRowFocus, useRowSelection, type Selection } from './tableRows'

export type Column<T> = {
  key: string
  label: string
  cell: (row: T) => ReactNode
  /** What an export writes. */
  text?: (row: T) => string
  /** A CSS grid track. */
  width: string
  /** The server's name for sorting by this column. */
  sort?: string
  /** Beside the label, for example a check box. */
  extra?: ReactNode
  /** Left out when room is short. */
  minor?: boolean
}

type Props<T> = {
  label: string
  list: List<T>
  columns: Column<T>[]
  nameOf: (row: T) => string
  /** Opens the row beside the list. */
  onOpen?: (row: T) => void
  openId?: string
  /** Ctrl+Enter. */
  onDetails?: (row: T) => void
  onMenu?: (row: T, button: HTMLElement) => void
  /** The key “e”. */
  onEdit?: (row: T) => void
  sort?: string
  onSort?: (sort: string) => void
  /** A column was dragged to another width. */
  onResize?: (key: string, width: number) => void
  selection?: Selection<T>
  empty: ReactNode
}

const rowHeights = { comfortable: 48, compact: 36 }
const pageRows = 10
/** So many rows before they come into sight they are read. */
const ahead = 50
const gap = 16
const padding = 24

/** Without as many minor columns, from the end, as there is no room for, and then narrower: nothing is cut off at the right. */
export function fitting<T>(columns: Column<T>[], room: number): Column<T>[] {
  const least = ({ width }: Column<T>) => Number(/\d+/.exec(width)?.[0] ?? 0) + gap
  const over = columns.reduce((sum, column) => sum + least(column), 2 * padding - gap) - room
  if (over <= 0) return columns
  const spare = columns.findLastIndex(({ minor }) => minor)
  if (spare >= 0) return fitting(columns.toSpliced(spare, 1), room)
  const gives = ({ width, extra }: Column<T>) => !extra && width.startsWith('minmax')
  const each = Math.ceil(over / Math.max(1, columns.filter(gives).length))
  return columns.map((column) =>
    gives(column) ? { ...column, width: column.width.replace(/\d+/, (least) => `${Math.max(narrowest, Number(least) - each)}`) } : column,
  )
}

/** Where so many rows on leads: past what is not read yet only all the way, and without selecting it. */
export function reached<T>({ rows, gap, total }: Pick<List<T>, 'rows' | 'gap' | 'total'>, from: number, by: number, selecting: boolean): number {
  const end = gap.at + gap.size
  const isBehind = from >= end
  const isFar = Math.abs(by) > pageRows && !selecting && total !== undefined
  const last = rows.length + gap.size - 1
  const [least, most] = isFar || gap.size === 0 ? [0, last] : isBehind ? [end, last] : [0, gap.at - 1]
  return Math.max(least, Math.min(from + by, most))
}

export function DataTable<T extends { id: string }>(props: Props<T>) {
  const { label, list, nameOf, onOpen, openId, onDetails, onMenu, onEdit, sort, onSort, onResize, selection, empty } = props
  const { rows, gap, total, more, moreBefore, broken } = list
  const count = rows.length + gap.size
  const gapEnd = gap.at + gap.size
  const scroller = useRef<HTMLDivElement>(null)
  const { ref: sized, width } = useElementSize()
  const [kept, setActive] = useKept(label, 0)
  const active = Math.max(0, gap.at <= kept && kept < gapEnd ? gap.at - 1 : Math.min(kept, count - 1))
  const [dragged, setDragged] = useState<{ key: string; width: number }>()
  const narrow = width > 0 && width < 620
  const printing = usePrinting()
  const room = narrow || width === 0 ? Infinity : width - (selection ? 36 : 0) - (onMenu ? 60 : 0)
  // The same while one scrolls: other columns draw all rows anew.
  const columns = useMemo(() => {
    const wanted = dragged ? props.columns.map((column) => (column.key === dragged.key ? { ...column, width: `${dragged.width}px` } : column)) : props.columns
    return fitting(wanted, room)
  }, [props.columns, dragged, room])
  const rowHeight = rowHeights[density.use()]
  const height = narrow ? 22 + 25 * columns.length : rowHeight

  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 8,
    // Wherever one has scrolled, Tab leads to the row where one was.
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), active])].toSorted((a, b) => a - b),
    scrollPaddingStart: narrow ? 0 : 40,
  })
  const items = printing ? rows.map((_, index) => ({ index: placeOf(list, index), start: 0 })) : virtual.getVirtualItems()
  const { startIndex: first = 0, endIndex: last = 0 } = virtual.range ?? {}

  useEffect(() => virtual.measure(), [virtual, height])
  useEffect(() => {
    if (gap.size === 0 || rows.length === 0 || broken || last < gap.at - ahead || first > gapEnd + ahead) return
    // From the end that is nearer.
    if (moreBefore && first - gap.at > gapEnd - last) moreBefore()
    else more()
  }, [first, last, rows.length, gap.at, gap.size, gapEnd, more, moreBefore, broken])

  const { focusRow, activate } = useRowFocus({ rows, gap, active, setActive, openId, onOpen, scroller, scrollTo: (index) => virtual.scrollToIndex(index) })
  const { onSelect, extendTo } = useRowSelection(list, active, selection)

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const target = event.target as HTMLElement
    const row = rowAt(list, active)
    if (target.getAttribute('role') !== 'row' || !row || event.altKey) return
    const step: Record<string, number> = {
      ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, PageDown: pageRows, PageUp: -pageRows, Home: -count, End: count,
    }
    const by = step[event.key.length === 1 ? event.key.toLowerCase() : event.key]
    const alone = !event.ctrlKey && !event.metaKey
    if (by !== undefined && alone) {
      const to = reached(list, active, by, event.shiftKey)
      if (event.shiftKey && selection) extendTo(to)
      focusRow(to)
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && onDetails) onDetails(row)
    else if (event.key === 'Enter' && (onOpen ?? onDetails)) (onOpen ?? onDetails)?.(row)
    else if ((event.key === ' ' || event.key.toLowerCase() === 'x') && selection) onSelect(active, event.shiftKey)
    else if (event.key === 'e' && alone && onEdit) onEdit(row)
    else if (event.key === '.' && onMenu) onMenu(row, target.querySelector<HTMLElement>('[data-menu]') ?? target)
    else return
    event.preventDefault()
  }

  if (list.error && rows.length === 0) return <Failed error={list.error} again={list.again} />
  if (!list.loading && rows.length === 0) return <>{empty}</>

  const all = rows.length > 0 && selection !== undefined && rows.every(({ id }) => selection.has(id))
  const some = selection !== undefined && rows.some(({ id }) => selection.has(id))
  const tracks = [...(selection ? ['20px'] : []), ...columns.map((column) => column.width), ...(onMenu ? ['44px'] : [])].join(' ')
  const resize = (key: string, to: number, done: boolean) => {
    setDragged(done ? undefined : { key, width: to })
    if (done) onResize?.(key, to)
  }
  const style = { '--tracks': tracks, '--row': `${height}px` } as CSSProperties

  return (
    <>
      <div
        ref={(node) => {
          scroller.current = node
          sized(node)
        }}
        className={classes.scroller}
        style={style}
        data-narrow={narrow || undefined}
        data-selectable={selection ? true : undefined}
        data-outdated={list.outdated || undefined}
        data-scroll-restoration-id={label}
      >
        <div
          role="table"
          aria-label={label}
          aria-busy={list.loading || list.outdated}
          aria-rowcount={total === undefined ? -1 : total + 1}
          aria-colcount={columns.length + (onMenu ? 1 : 0) + (selection ? 1 : 0)}
        >
          <DataTableHead
            columns={columns}
            hasMenu={onMenu !== undefined}
            sort={sort}
            onSort={onSort}
            all={selection && { checked: all, some, onChange: () => selection.set(rows, !all) }}
            onResize={onResize && !narrow ? resize : undefined}
          />
          {/* oxlint-disable-next-line no-noninteractive-element-interactions -- the rows inside take the focus */}
          <div role="rowgroup" className={classes.body} style={{ height: list.loading ? height * 8 : virtual.getTotalSize() }} onKeyDown={onKeyDown}>
            {list.loading
              ? Array.from({ length: 8 }, (_, index) => <Skeleton key={index} top={index * height} columns={columns.length + (selection ? 1 : 0)} />)
              : items.map(({ index, start }) => {
                  const row = rowAt(list, index)
                  if (!row) return <Skeleton key={index} top={start} columns={columns.length + (selection ? 1 : 0)} />
                  return (
                    <DataTableRow
                      key={row.id}
                      row={row}
                      index={index}
                      top={start}
                      columns={columns}
                      name={nameOf(row)}
                      open={row.id === openId}
                      active={index === active}
                      selected={selection?.has(row.id)}
                      onSelect={selection ? onSelect : undefined}
                      onActive={activate}
                      onOpen={onOpen ?? onDetails}
                      onMenu={onMenu}
                    />
                  )
                })}
          </div>
        </div>
      </div>
      <BrokenOff broken={broken} />
    </>
  )
}

function Skeleton({ top, columns }: { top: number; columns: number }) {
  return (
    <div className={classes.skeleton} style={{ transform: `translateY(${top}px)` }} aria-hidden>
      {Array.from({ length: columns }, (_, index) => <span key={index} />)}
    </div>
  )
}
