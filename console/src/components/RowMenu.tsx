import { Menu } from '@mantine/core'
import type { ReactNode } from 'react'

export type Anchor<T> = { row: T; button: HTMLElement }

/** The one menu that all rows of a list share; it stands where the row's button is. */
export function RowMenu<T>({ anchor, onClose, label, children }: {
  anchor?: Anchor<T>
  onClose: () => void
  label: string
  children: ReactNode
}) {
  const box = anchor?.button.getBoundingClientRect()
  const close = () => {
    anchor?.button.focus()
    onClose()
  }
  return (
    <Menu opened={anchor !== undefined} onClose={close} position="bottom-end" width={256} returnFocus={false}>
      <Menu.Target>
        <span
          role="button"
          tabIndex={-1}
          aria-label={label}
          hidden={!box}
          style={{ position: 'fixed', pointerEvents: 'none', left: box?.left, top: box?.top, width: box?.width, height: box?.height }}
        />
      </Menu.Target>
      <Menu.Dropdown aria-label={label}>{children}</Menu.Dropdown>
    </Menu>
  )
}
