import { ActionIcon, Button, Tooltip, VisuallyHidden } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useRef, useState, type ReactNode } from 'react'

function useCopy(value: string) {
  const [copied, setCopied] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const copy = async () => {
    await writeClipboard(value)
    setCopied(true)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setCopied(false), 2000)
  }
  return { copied, copy: () => void copy() }
}

/** Copies a text; works without the clipboard permission too. */
export function CopyButton({ value, label }: { value: string; label: string }) {
  const { copied, copy } = useCopy(value)
  return (
    <>
      <Tooltip label={copied ? 'Copied' : label}>
        <ActionIcon variant="subtle" color={copied ? 'teal' : 'gray'} aria-label={label} onClick={copy}>
          {copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
        </ActionIcon>
      </Tooltip>
      <VisuallyHidden role="status">{copied ? 'Copied' : ''}</VisuallyHidden>
    </>
  )
}

/** The same as a button with words. */
export function CopyText({ value, size = 'compact-md', children }: { value: string; size?: 'compact-sm' | 'compact-md'; children: ReactNode }) {
  const { copied, copy } = useCopy(value)
  const Icon = copied ? IconCheck : IconCopy
  return (
    <>
      <Button size={size} variant="default" leftSection={<Icon size={15} aria-hidden />} onClick={copy}>
        {children}
      </Button>
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
