import { Alert, Button, Group } from '@mantine/core'
import { IconGitMerge } from '@tabler/icons-react'
import { useState } from 'react'
import type { Problem } from '~/api/problem'
import { usePrincipal } from '~/api/principals'
import { Diff } from './Diff'
import { intoView } from './intoView'
import classes from './StaleChanges.module.css'
import { Time } from './Time'

type Versioned = { version: number; dtLastModified: string }

/**
 * What a form began with. The object itself is read again in the background; the form must not save
 * its own fields under a version that somebody else has made.
 */
export function useBase<T extends Versioned>(current: T, error: Problem | null) {
  const [base, setBase] = useState(current)
  const isStale = error?.code === 'stale_version' && current.version !== base.version
  return { base, newest: isStale ? current : undefined, takeNewest: () => setBase(current) }
}

export type Side = { label: string; before: string; theirs: string; mine: string }

type Props = {
  when: string
  /** The id of who did it; it may be no user's. */
  by: string
  sides: Side[]
  /** Saves mine over theirs. */
  onMine: () => void
  /** Goes on with theirs; mine is lost. */
  onTheirs: () => void
  busy: boolean
}

/** Somebody else was faster: what they changed, beside what one has written. */
export function StaleChanges({ when, by, sides, onMine, onTheirs, busy }: Props) {
  const who = usePrincipal(by)
  const changed = sides.filter(({ before, theirs, mine }) => before !== theirs || mine !== theirs)
  return (
    <Alert ref={intoView} role="alert" color="yellow" variant="light" icon={<IconGitMerge size={18} aria-hidden />} title="Somebody else changed this">
      <p className={classes.when}>
        {who ? <><bdi>{who.name}</bdi> changed it</> : 'Changed'} <Time value={when} />, after you had opened it.
      </p>
      <div className={classes.scroller}>
        <table className={classes.table} aria-label="What differs">
          <thead>
            <tr>
              <th scope="col">Field</th>
              <th scope="col">When you opened it</th>
              <th scope="col">Theirs, saved now</th>
              <th scope="col">Yours</th>
            </tr>
          </thead>
          <tbody>
            {changed.map(({ label, before, theirs, mine }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                {isLong(before) || isLong(theirs) ? (
                  <>
                    <td>—</td>
                    <td>{theirs === before ? 'Not changed' : <Diff label={`${label}: theirs`} before={before} after={theirs} />}</td>
                    <td>{mine === before ? 'Not changed' : <Diff label={`${label}: yours`} before={before} after={mine} />}</td>
                  </>
                ) : (
                  <>
                    <Cell text={before} />
                    <Cell text={theirs} changed={theirs !== before} />
                    <Cell text={mine} changed={mine !== before} />
                  </>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Group gap="sm" mt="sm">
        <Button size="compact-md" onClick={onMine} loading={busy}>
          Keep mine
        </Button>
        <Button size="compact-md" variant="default" onClick={onTheirs}>
          Take theirs
        </Button>
      </Group>
    </Alert>
  )
}

/** Of several lines only those that differ are shown. */
const isLong = (text: string) => text.includes('\n')

const Cell = ({ text, changed }: { text: string; changed?: boolean }) => (
  <td data-changed={changed || undefined}>{changed ? <mark>{text || '—'}</mark> : text || '—'}</td>
)
