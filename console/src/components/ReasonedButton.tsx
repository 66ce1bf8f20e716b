import { Button, Tooltip, type ButtonProps } from '@mantine/core'
import type { ComponentPropsWithoutRef } from 'react'

type Props = ButtonProps &
  Omit<ComponentPropsWithoutRef<'button'>, keyof ButtonProps> & {
    /** Why it cannot be used now; absent: it can. */
    reason?: string
  }

/** A button that says why it cannot be used: it keeps the focus, and a tooltip tells the reason. */
export function ReasonedButton({ reason, onClick, ...button }: Props) {
  if (!reason) return <Button {...button} onClick={onClick} />
  return (
    <Tooltip label={reason} multiline maw={280} openDelay={0} events={{ hover: true, focus: true, touch: true }}>
      <Button {...button} type="button" aria-disabled data-disabled />
    </Tooltip>
  )
}
