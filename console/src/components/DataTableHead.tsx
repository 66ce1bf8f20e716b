import { VisuallyHidden } from '@mantine/core'
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react'
import type { PointerEvent } from 'react'
import { narrowest } from './columnLayout'
import type { Column } from './DataTable'
import classes from './DataTable.module.css'

type Props<T> = {
  columns: Column<T>[]
  hasMenu: boolean
  sort?: string
  onSort?: (sort: string) => void
  /** Absent where nothing can be selected. */
  all?: { checked: boolean; some: boolean; onChange: () => void }
  /** While the pointer drags, and when it lets go. */
  onResize?: (key: string, width: number, done: boolean) => void
}

export function DataTableHead<T>({ columns, hasMenu, sort, onSort, all, onResize }: Props<T>) {
  return (
    <div role="rowgroup" className={classes.head}>
      <div role="row" className={classes.headRow} aria-rowindex={1}>
        {all && (
          <div role="columnheader" className={classes.selectCell}>
            <input
              type="checkbox"
              aria-label="Select all rows"
              checked={all.checked}
              ref={(box) => {
                if (box) box.indeterminate = all.some && !all.checked
              }}
              onChange={all.onChange}
            />
          </div>
        )}
        {columns.map((column) => (
          <HeadCell key={column.key} column={column} sort={sort} onSort={onSort} onResize={onResize} />
        ))}
        {hasMenu && <div role="columnheader"><VisuallyHidden>Actions</VisuallyHidden></div>}
      </div>
    </div>
  )
}

type CellProps<T> = Pick<Props<T>, 'sort' | 'onSort' | 'onResize'> & { column: Column<T> }

function HeadCell<T>({ column, sort, onSort, onResize }: CellProps<T>) {
  const field = column.sort
  const direction = field && sort === field ? 'ascending' : field && sort === `-${field}` ? 'descending' : 'none'
  const Icon = direction === 'ascending' ? IconArrowUp : direction === 'descending' ? IconArrowDown : IconArrowsSort
  return (
    <div role="columnheader" aria-sort={field ? direction : undefined} className={classes.headCell} data-column={column.key}>
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
      {onResize && <Handle onResize={(width, done) => onResize(column.key, width, done)} />}
    </div>
  )
}

/** Drags the end of a column; the keyboard does it in the Columns menu. */
function Handle({ onResize }: { onResize: (width: number, done: boolean) => void }) {
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    const handle = event.currentTarget
    const cell = handle.parentElement!.getBoundingClientRect()
    const mirrored = getComputedStyle(handle).direction === 'rtl'
    const widthAt = (x: number) => Math.max(narrowest, Math.round(mirrored ? cell.right - x : x - cell.left))
    let width: number | undefined
    const move = ({ clientX }: globalThis.PointerEvent) => {
      width = widthAt(clientX)
      onResize(width, false)
    }
    const end = () => {
      handle.removeEventListener('pointermove', move)
      if (width !== undefined) onResize(width, true)
    }
    event.preventDefault()
    handle.setPointerCapture(event.pointerId)
    handle.addEventListener('pointermove', move)
    handle.addEventListener('lostpointercapture', end, { once: true })
  }
  return <span className={classes.handle} onPointerDown={onPointerDown} aria-hidden />
}
