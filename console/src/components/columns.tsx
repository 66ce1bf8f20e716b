import { ActionIcon, Checkbox, Popover, Stack, Tooltip } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconColumns3, IconMinus, IconPlus } from '@tabler/icons-react'
import { useEffect, useMemo, type MouseEvent } from 'react'
import classes from './columns.module.css'
import { moved, readLayout, resized, writeLayout, type Layout } from './columnLayout'
import type { Column } from './DataTable'

type Asked<T> = {
  list: string
  columns: Column<T>[]
  /** The layout that everybody begins with. */
  usual: string
  /** As the address has it. */
  written: string | undefined
  onWrite: (layout: string | undefined) => void
}

/** The columns of a list as the address says, else as this browser last had them. */
export function useColumns<T>({ list, columns, usual, written, onWrite }: Asked<T>) {
  const key = `gatehouse-columns-${list}`
  const known = useMemo(() => columns.map((column) => column.key), [columns])
  const kept = written === undefined ? localStorage.getItem(key) : null
  const text = written ?? kept ?? usual
  const layout = useMemo(() => readLayout(text, known), [text, known])
  useEffect(() => {
    // So that a link shows somebody else the same.
    if (kept !== null && kept !== usual) onWrite(kept)
  }, [kept, usual, onWrite])

  const change = (next: Layout) => {
    const said = writeLayout(next)
    localStorage.setItem(key, said)
    onWrite(said === usual ? undefined : said)
  }
  const reset = () => {
    localStorage.removeItem(key)
    onWrite(undefined)
  }
  const shown = useMemo(
    () =>
      layout.map(({ key: wanted, width }) => {
        const column = columns.find((one) => one.key === wanted)!
        return width === undefined ? column : { ...column, width: `${width}px` }
      }),
    [layout, columns],
  )
  return { shown, layout, change, reset, resize: (column: string, width: number) => change(resized(layout, column, width)) }
}

type Props = { columns: { key: string; label: string }[]; layout: Layout; onChange: (layout: Layout) => void; onReset: () => void }

export function ColumnsMenu({ columns, layout, onChange, onReset }: Props) {
  const label = (key: string) => columns.find((column) => column.key === key)?.label ?? key
  const hidden = columns.map(({ key }) => key).filter((key) => layout.every((shown) => shown.key !== key))
  return (
    <Popover position="bottom-end" trapFocus withRoles width={320}>
      <Popover.Target>
        <Tooltip label="Columns">
          <ActionIcon variant="default" size={36} aria-label="Columns">
            <IconColumns3 size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label="Columns">
        <Stack gap="xs">
          <ul className={classes.columns}>
            {[...layout.map(({ key }) => key), ...hidden].map((key, index) => (
              <li key={key}>
                <Checkbox
                  label={label(key)}
                  checked={index < layout.length}
                  disabled={index === 0}
                  onChange={({ currentTarget: { checked } }) => onChange(checked ? [...layout, { key }] : layout.filter((column) => column.key !== key))}
                />
                {index < layout.length && (
                  <>
                    <Act label={`Narrower: ${label(key)}`} Icon={IconMinus} onClick={() => onChange(resized(layout, key, widthOf(key) - step))} />
                    <Act label={`Wider: ${label(key)}`} Icon={IconPlus} onClick={() => onChange(resized(layout, key, widthOf(key) + step))} />
                    <Act label={`Earlier: ${label(key)}`} Icon={IconArrowUp} disabled={index < 2} onClick={() => onChange(moved(layout, key, -1))} />
                    <Act label={`Later: ${label(key)}`} Icon={IconArrowDown} disabled={index === 0 || index === layout.length - 1} onClick={() => onChange(moved(layout, key, 1))} />
                  </>
                )}
              </li>
            ))}
          </ul>
          <button type="button" className="textButton" onClick={onReset}>
            Show the usual ones
          </button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}

const step = 40
const widthOf = (key: string) => document.querySelector(`[data-column="${key}"]`)?.getBoundingClientRect().width ?? 2 * step

type ActProps = { label: string; Icon: typeof IconPlus; disabled?: boolean; onClick: () => void }

function Act({ label, Icon, disabled, onClick }: ActProps) {
  const act = ({ currentTarget }: MouseEvent<HTMLElement>) => {
    if (disabled) return
    onClick()
    // A row that moves in the list takes the focus from what stands in it.
    requestAnimationFrame(() => currentTarget.focus())
  }
  return (
    <Tooltip label={label}>
      {/* Not `disabled`: at the end of its way the button would lose the focus. */}
      <ActionIcon variant="subtle" color="gray" aria-label={label} aria-disabled={disabled} data-disabled={disabled || undefined} onClick={act}>
        <Icon size={15} aria-hidden />
      </ActionIcon>
    </Tooltip>
  )
}
