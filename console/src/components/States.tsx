import { spotlight } from '@mantine/spotlight'
import { Button, Group, Loader, Text, Title } from '@mantine/core'
import { IconLock, IconMoodEmpty, IconPlugConnectedX, IconSearch, IconSearchOff, type TablerIcon } from '@tabler/icons-react'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode, RefObject } from 'react'
import type { List } from '~/api/lists'
import { explain, missingPermission, Problem } from '~/api/problem'
import { useArrival, usePageTitle } from './Page'
import classes from './States.module.css'

type Props = { icon?: TablerIcon; title: string; children?: ReactNode; actions?: ReactNode; order?: 1 | 2 | 3 }

/** What stands where there is nothing to show: why, and what to do next. */
export function Empty(props: Props) {
  return props.order === 1 ? <EmptyPage {...props} /> : <State {...props} />
}

/** A page of its own. */
function EmptyPage(props: Props) {
  usePageTitle(props.title)
  return <State {...props} heading={useArrival()} />
}

function State({ icon: Icon = IconMoodEmpty, title, children, actions, order = 2, heading }: Props & { heading?: RefObject<HTMLHeadingElement | null> }) {
  return (
    <div className={classes.state}>
      <span className={classes.icon}>
        <Icon size={26} stroke={1.6} aria-hidden />
      </span>
      <Title order={order} size="h4" ref={heading} tabIndex={heading && -1}>
        {title}
      </Title>
      {children && (
        <Text c="dimmed" component="div" maw={460}>
          {children}
        </Text>
      )}
      {actions && (
        <Group justify="center" mt="xs">
          {actions}
        </Group>
      )}
    </div>
  )
}

/** Why something could not be read. */
export function Failed({ error, again, order }: { error: unknown; again?: () => void; order?: 1 | 2 }) {
  const problem = error instanceof Problem ? error : undefined
  if (problem?.status === 403) {
    return (
      <Empty icon={IconLock} title="You have no access to this" order={order}>
        {missingPermission(problem) ?? problem.message}
      </Empty>
    )
  }
  if (problem?.status === 404 || problem?.field === 'id') {
    return (
      <Empty
        icon={IconSearchOff}
        title="This does not exist"
        order={order}
        actions={
          order === 1 && (
            <Button variant="default" leftSection={<IconSearch size={16} aria-hidden />} onClick={spotlight.open}>
              Search
            </Button>
          )
        }
      >
        It may have been removed, or the link is not complete.
      </Empty>
    )
  }
  const { title, text } = explain(error)
  return (
    <Empty
      icon={IconPlugConnectedX}
      title={title}
      order={order}
      actions={again && <Button variant="default" onClick={again}>Try again</Button>}
    >
      {text}
      {problem?.requestId && (
        <Text size="xs" mt={4}>
          Request <bdi className="code">{problem.requestId}</bdi>
        </Text>
      )}
    </Empty>
  )
}

/** Below or above rows that are there: the others could not be read. */
export function BrokenOff({ broken }: Pick<List<unknown>, 'broken'>) {
  if (!broken) return null
  const { title, text } = explain(broken.error)
  return (
    <div role="alert" className={classes.broken}>
      <IconPlugConnectedX size={18} stroke={1.6} aria-hidden />
      <span>
        <b>{title}</b> {text}
      </span>
      <Button size="compact-md" variant="default" onClick={broken.again}>
        Try again
      </Button>
    </div>
  )
}

export function Waiting({ label = 'Loading' }: { label?: string }) {
  return (
    <div className={classes.waiting} role="status" aria-label={label}>
      <Loader size="sm" />
    </div>
  )
}

/** A page that needs one thing: until it is there, while it is missing, and with it. */
export function Loaded<T>({ query, children }: { query: UseQueryResult<T, unknown>; children: (data: T) => ReactNode }) {
  const { data, error, refetch } = query
  if (data !== undefined) return <>{children(data)}</>
  return error ? <Failed error={error} again={() => void refetch()} order={1} /> : <Waiting />
}
