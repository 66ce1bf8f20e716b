import { ActionIcon, Tooltip } from '@mantine/core'
import { IconLink } from '@tabler/icons-react'
import { writeClipboard } from './CopyButton'
import { showDone } from './toasts'

export const copyLink = (path: string) => void writeClipboard(new URL(path, location.origin).href).then(() => showDone('Link copied'))

/** Copies the address of a page. */
export const CopyLink = ({ path, size }: { path: string; size?: number }) => (
  <Tooltip label="Copy link">
    <ActionIcon variant={size ? 'default' : 'subtle'} color="gray" size={size} aria-label="Copy link" onClick={() => copyLink(path)}>
      <IconLink size={18} aria-hidden />
    </ActionIcon>
  </Tooltip>
)
