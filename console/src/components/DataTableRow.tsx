import { IconDots } from '@tabler/icons-react'
import { memo, useLayoutEffect, useRef, type MouseEvent } from 'react'
import type { Column } from './DataTable'
import classes from './DataTable.module.css'

type Props<T> = {
  row: T
  index: number
  top: number
  columns: Column<T>[]
  name: string
  open: boolean
  active: boolean
  /** Absent where rows cannot be selected. */
  selected?: boolean
  onSelect?: (index: number, range: boolean) => void
  onActive: (index: number) => void
  onOpen?: (row: T) => void
  onMenu?: (row: T, button: HTMLElement) => void
}

/** Plain elements only: a menu, tooltip or badge component in each row costs four times as much per scrolled frame. */
function Row<T>({ row, index, top, columns, name, open, active, selected, onSelect, onActive, onOpen, onMenu }: Props<T>) {
  const self = useRef<HTMLDivElement>(null)
  // One row of a list is a stop of Tab, with what stands in it.
  useLayoutEffect(() => {
    for (const inner of self.current!.querySelectorAll<HTMLElement>('a, button, input')) inner.tabIndex = active ? 0 : -1
  })
  const onClick = (event: MouseEvent) => {
    if ((event.target as HTMLElement).closest('a, button, input, label')) return
    onActive(index)
    if (onSelect && (event.shiftKey || event.ctrlKey || event.metaKey)) onSelect(index, event.shiftKey)
    else onOpen?.(row)
  }
  return (
    // oxlint-disable-next-line click-events-have-key-events -- the table handles the keys
    <div
      ref={self}
      role="row"
      className={classes.row}
      style={{ transform: `translateY(${top}px)` }}
      tabIndex={active ? 0 : -1}
      aria-rowindex={index + 2}
      aria-current={open || undefined}
      data-index={index}
      data-selected={selected || undefined}
      data-clickable={onOpen ? true : undefined}
      onFocus={(event) => event.target === event.currentTarget && onActive(index)}
      onClick={onClick}
      // With Shift, the browser would mark the text in between.
      onMouseDown={(event) => event.shiftKey && event.preventDefault()}
    >
      {onSelect && (
        <div role="cell" className={classes.selectCell}>
          <input
            type="checkbox"
            aria-label={`Select ${name}`}
            checked={selected}
            onChange={(event) => onSelect(index, (event.nativeEvent as globalThis.MouseEvent).shiftKey)}
          />
        </div>
      )}
      {columns.map((column) => (
        <div key={column.key} role="cell" className={classes.cell} data-label={column.label}>
          {column.cell(row)}
        </div>
      ))}
      {onMenu && (
        <div role="cell" className={classes.menuCell}>
          <button
            type="button"
            className={classes.menuButton}
            data-menu
            aria-haspopup="menu"
            aria-label={`Actions for ${name}`}
            onClick={(event) => onMenu(row, event.currentTarget)}
          >
            <IconDots size={18} aria-hidden />
          </button>
        </div>
      )}
    </div>
  )
}

export const DataTableRow = memo(Row) as typeof Row
