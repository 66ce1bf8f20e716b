import { VisuallyHidden } from '@mantine/core'
import classes from './Diff.module.css'
import { shortDiff } from './lineDiff'

const spoken = { added: 'Added: ', removed: 'Removed: ', same: '' }
const signs = { added: '+', removed: '−', same: ' ' }

/** What became of a text, line by line; long stretches without a change are left out. */
export function Diff({ before, after, label }: { before: string; after: string; label: string }) {
  return (
    // oxlint-disable-next-line no-noninteractive-tabindex -- it scrolls
    <div className={classes.diff} role="group" aria-label={label} tabIndex={0}>
      {shortDiff(before, after).map((part, index) =>
        part.kind === 'gap' ? (
          // oxlint-disable-next-line no-array-index-key -- lines have no identity but their place
          <div key={index} className={classes.gap}>
            {part.lines === 1 ? '1 line' : `${part.lines} lines`} unchanged
          </div>
        ) : (
          // oxlint-disable-next-line no-array-index-key -- lines have no identity but their place
          <div key={index} data-kind={part.kind}>
            <span aria-hidden>{signs[part.kind]}</span>
            <VisuallyHidden>{spoken[part.kind]}</VisuallyHidden>
            {part.text}
          </div>
        ),
      )}
    </div>
  )
}
