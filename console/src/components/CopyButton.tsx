import { ActionIcon, Tooltip, VisuallyHidden } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useRef, useState } from 'react'

/** Copies a text; works without the clipboard permission too. */
export function CopyButton({ value, label }: { value: string; label: string }) {
  const [copied, setCopied] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const copy = async () => {
    await writeClipboard(value)
    setCopied(true)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setCopied(false), 2000)
  }
  return (
    <>
      <Tooltip label={copied ? 'Copied' : label}>
        <ActionIcon variant="subtle" color={copied ? 'teal' : 'gray'} aria-label={label} onClick={() => void copy()}>
          {copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
        </ActionIcon>
      </Tooltip>
      <VisuallyHidden role="status">{copied ? 'Copied' : ''}</VisuallyHidden>
    </>
  )
}

export async function writeClipboard(text: string) {
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    // Inside the dialog, if one is open: it would take the focus, and with it the selection, away again.
    const before = document.activeElement as HTMLElement | null
    const area = document.createElement('textarea')
    area.value = text
    ;(before?.closest('[role="dialog"], [role="alertdialog"]') ?? document.body).append(area)
    area.select()
    document.execCommand('copy')
    area.remove()
    before?.focus()
  }
}
