import { VisuallyHidden } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useRef, useState, type CSSProperties, type KeyboardEvent, type ReactNode } from 'react'
import type { List } from '~/api/lists'
import classes from './DataTable.module.css'
import { DataTableRow } from './DataTableRow'
import { Failed } from './States'

export type Column<T> = {
  key: string
  label: string
  cell: (row: T) => ReactNode
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
  sort?: string
  onSort?: (sort: string) => void
  selection?: Selection<T>
  empty: ReactNode
}

export type Selection<T> = {
  has: (id: string) => boolean
  /** All of the rows are put in or taken out. */
  set: (rows: T[], selected: boolean) => void
}

const rowHeight = 48
const pageRows = 10
const gap = 16
const padding = 24

/** Without as many minor columns, from the end, as there is no room for: nothing is cut off at the right. */
function fitting<T>(columns: Column<T>[], room: number): Column<T>[] {
  const least = ({ width }: Column<T>) => Number(/\d+/.exec(width)?.[0] ?? 0) + gap
  const needed = columns.reduce((sum, column) => sum + least(column), 2 * padding - gap)
  const spare = columns.findLastIndex(({ minor }) => minor)
  return needed <= room || spare < 0 ? columns : fitting(columns.toSpliced(spare, 1), room)
}

export function DataTable<T extends { id: string }>(props: Props<T>) {
  const { label, list, nameOf, onOpen, openId, onDetails, onMenu, sort, onSort, selection, empty } = props
  const { rows, total, hasMore, more } = list
  const scroller = useRef<HTMLDivElement>(null)
  const { ref: sized, width } = useElementSize()
  const [active, setActive] = useState(0)
  const narrow = width > 0 && width < 620
  const columns = narrow || width === 0 ? props.columns : fitting(props.columns, width - (selection ? 36 : 0) - (onMenu ? 60 : 0))
  const height = narrow ? 22 + 25 * columns.length : rowHeight

  const virtual = useVirtualizer({
    count: rows.length + (hasMore ? 3 : 0),
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 8,
    scrollPaddingStart: narrow ? 0 : 40,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0

  useEffect(() => virtual.measure(), [virtual, height])
  useEffect(() => {
    if (hasMore && rows.length > 0 && last >= rows.length - 20) more()
  }, [last, rows.length, hasMore, more])

  const focusRow = (index: number) => {
    const to = Math.max(0, Math.min(index, rows.length - 1))
    setActive(to)
    virtual.scrollToIndex(to)
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-index="${to}"]`)?.focus({ preventScroll: true }),
    )
    const row = rows[to]
    if (openId && row) onOpen?.(row)
  }

  // With Shift, all from the one chosen before.
  const anchor = useRef(0)
  const select = (index: number, range: boolean) => {
    const row = rows[index]
    if (!row || !selection) return
    const [from, to] = range ? [Math.min(anchor.current, index), Math.max(anchor.current, index)] : [index, index]
    selection.set(rows.slice(from, to + 1), !selection.has(row.id))
    anchor.current = index
  }
  // The same function for every row at all times: a new one would draw all rows anew at each scrolled frame.
  const latest = useRef(select)
  useEffect(() => {
    latest.current = select
  })
  const onSelect = useCallback((index: number, range: boolean) => latest.current(index, range), [])

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const target = event.target as HTMLElement
    const row = rows[active]
    if (target.getAttribute('role') !== 'row' || !row || event.altKey) return
    const step: Record<string, number> = {
      ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, PageDown: pageRows, PageUp: -pageRows, Home: -rows.length, End: rows.length,
    }
    const by = step[event.key]
    if (by !== undefined && !event.ctrlKey && !event.metaKey) focusRow(active + by)
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && onDetails) onDetails(row)
    else if (event.key === 'Enter' && (onOpen ?? onDetails)) (onOpen ?? onDetails)?.(row)
    else if ((event.key === ' ' || event.key === 'x') && selection) select(active, event.shiftKey)
    else if (event.key === '.' && onMenu) onMenu(row, target.querySelector<HTMLElement>('[data-menu]') ?? target)
    else return
    event.preventDefault()
  }

  if (list.error && rows.length === 0) return <Failed error={list.error} again={list.again} />
  if (!list.loading && rows.length === 0) return <>{empty}</>

  const all = rows.length > 0 && selection !== undefined && rows.every(({ id }) => selection.has(id))
  const some = selection !== undefined && rows.some(({ id }) => selection.has(id))
  const tracks = [...(selection ? ['20px'] : []), ...columns.map((column) => column.width), ...(onMenu ? ['44px'] : [])].join(' ')
  const style = { '--tracks': tracks, '--row': `${height}px` } as CSSProperties

  return (
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
    >
      <div
        role="table"
        aria-label={label}
        aria-busy={list.loading || list.outdated}
        aria-rowcount={total === undefined ? -1 : total + 1}
        aria-colcount={columns.length + (onMenu ? 1 : 0) + (selection ? 1 : 0)}
      >
        <div role="rowgroup" className={classes.head}>
          <div role="row" className={classes.headRow} aria-rowindex={1}>
            {selection && (
              <div role="columnheader" className={classes.selectCell}>
                <input
                  type="checkbox"
                  aria-label="Select all rows"
                  checked={all}
                  ref={(box) => {
                    if (box) box.indeterminate = some && !all
                  }}
                  onChange={() => selection.set(rows, !all)}
                />
              </div>
            )}
            {columns.map((column) => (
              <HeadCell key={column.key} column={column} sort={sort} onSort={onSort} />
            ))}
            {onMenu && <div role="columnheader"><VisuallyHidden>Actions</VisuallyHidden></div>}
          </div>
        </div>
        {/* oxlint-disable-next-line no-noninteractive-element-interactions -- the rows inside take the focus */}
        <div role="rowgroup" className={classes.body} style={{ height: list.loading ? height * 8 : virtual.getTotalSize() }} onKeyDown={onKeyDown}>
          {list.loading
            ? Array.from({ length: 8 }, (_, index) => <Skeleton key={index} top={index * height} columns={columns.length + (selection ? 1 : 0)} />)
            : items.map(({ index, start }) => {
                const row = rows[index]
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
                    onActive={setActive}
                    onOpen={onOpen ?? onDetails}
                    onMenu={onMenu}
                  />
                )
              })}
        </div>
      </div>
    </div>
  )
}

function HeadCell<T>({ column, sort, onSort }: { column: Column<T>; sort?: string; onSort?: (sort: string) => void }) {
  const field = column.sort
  const direction = field && sort === field ? 'ascending' : field && sort === `-${field}` ? 'descending' : 'none'
  const Icon = direction === 'ascending' ? IconArrowUp : direction === 'descending' ? IconArrowDown : IconArrowsSort
  return (
    <div role="columnheader" aria-sort={field ? direction : undefined} className={classes.headCell}>
      {field && onSort ? (
        <button
          type="button"
          className={classes.sort}
          data-on={direction !== 'none' || undefined}
          onClick={() => onSort(direction === 'ascending' ? `-${field}` : field)}
        >
          {column.label}
          <Icon size={14} aria-hidden />
        </button>
      ) : (
        <span>{column.label}</span>
      )}
      {column.extra}
    </div>
  )
}

function Skeleton({ top, columns }: { top: number; columns: number }) {
  return (
    <div className={classes.skeleton} style={{ transform: `translateY(${top}px)` }} aria-hidden>
      {Array.from({ length: columns }, (_, index) => <span key={index} />)}
    </div>
  )
}
