import { Button, Skeleton, Text, Title } from '@mantine/core'
import { useId, type ReactNode } from 'react'
import type { UseQueryResult } from '@tanstack/react-query'
import { explain } from '~/api/problem'
import { ReasonedButton } from './ReasonedButton'
import classes from './Entries.module.css'

export type EntriesProps = {
  title: string
  level?: 2 | 3
  action?: ReactNode
  count: number
  empty: string
  query: Pick<UseQueryResult<unknown, unknown>, 'isPending' | 'error' | 'refetch'>
  children: ReactNode
}

/** A titled short list with its own loading, empty and failed states. */
export function Entries({ title, level = 2, action, count, empty, query, children }: EntriesProps) {
  const id = useId()
  return (
    <section aria-labelledby={id}>
      <div className={classes.head}>
        <Title order={level} size={level === 2 ? 'h5' : 'h6'} id={id}>
          {title}{' '}
          {count > 0 && <span className={classes.count}>{count.toLocaleString('en')}</span>}
        </Title>
        {action}
      </div>
      {query.isPending ? (
        <Skeleton height={42} radius="md" />
      ) : query.error ? (
        <Text c="dimmed" role="alert">
          {explain(query.error).text}{' '}
          <Button size="compact-xs" variant="default" onClick={() => void query.refetch()}>
            Try again
          </Button>
        </Text>
      ) : count === 0 ? (
        <Text c="dimmed">{empty}</Text>
      ) : (
        <ul className={classes.entries}>{children}</ul>
      )}
    </section>
  )
}

type EntryProps = {
  href?: string
  name: string
  note?: ReactNode
  icon?: ReactNode
  onRemove?: () => void
  removeLabel?: string
  removeText?: string
  /** Why it cannot be removed now. */
  removeReason?: string
  /** Belongs to the entry above. */
  inner?: boolean
}

export function Entry({ href, name, note, icon, onRemove, removeLabel, removeText = 'Remove', removeReason, inner }: EntryProps) {
  return (
    <li className={classes.entry} data-inner={inner || undefined}>
      {href ? (
        <a className="link" href={href}>
          <bdi>{name}</bdi>
        </a>
      ) : (
        <bdi>{name}</bdi>
      )}
      {(note || icon) && (
        <span className={classes.note}>
          {icon}
          {note}
        </span>
      )}
      {onRemove && (
        <ReasonedButton reason={removeReason} size="compact-sm" variant="subtle" color="red" onClick={onRemove} aria-label={removeLabel}>
          {removeText}
        </ReasonedButton>
      )}
    </li>
  )
}
