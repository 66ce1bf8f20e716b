import { ActionIcon, Checkbox, Popover, Stack, Tooltip } from '@mantine/core'
import { IconColumns3 } from '@tabler/icons-react'
import { useLocalStorage } from '@mantine/hooks'
import type { Column } from './DataTable'

/** Which columns of a list are shown; the browser keeps the choice. The first is always there. */
export function useShownColumns<T>(list: string, columns: Column<T>[], usual: string[]) {
  const [kept, keep, forget] = useLocalStorage<string[]>({ key: `gatehouse-columns-${list}`, defaultValue: usual, getInitialValueInEffect: false })
  const chosen = Array.isArray(kept) ? kept : usual
  const shown = columns.filter(({ key }, index) => index === 0 || chosen.includes(key))
  return { shown, chosen, keep, forget }
}

type Props = { columns: { key: string; label: string }[]; chosen: string[]; onChange: (keys: string[]) => void; onReset: () => void }

export function ColumnsMenu({ columns, chosen, onChange, onReset }: Props) {
  return (
    <Popover position="bottom-end" trapFocus withRoles width={220}>
      <Popover.Target>
        <Tooltip label="Columns">
          <ActionIcon variant="default" size={36} aria-label="Columns">
            <IconColumns3 size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label="Columns">
        <Stack gap="xs">
          {columns.slice(1).map(({ key, label }) => (
            <Checkbox
              key={key}
              label={label}
              checked={chosen.includes(key)}
              onChange={(event) => onChange(event.currentTarget.checked ? [...chosen, key] : chosen.filter((other) => other !== key))}
            />
          ))}
          <button type="button" className="textButton" onClick={onReset}>
            Show the usual ones
          </button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
