import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import { explain, Problem } from '~/api/problem'

/** At a time; what comes then waits. */
export const mostToasts = 3
const undoTime = 10_000

/** Where one was before Alt+T led to an Undo. */
let cameFrom: HTMLElement | undefined

/** Tells a success politely; with `undo`, offers the way back for ten seconds (Alt+T reaches the button). */
export function showDone(text: string, undo?: () => void) {
  const id = notifications.show({
    role: 'status',
    color: 'teal',
    icon: <IconCheck size={16} aria-hidden />,
    autoClose: undo ? undoTime : 4000,
    message: (
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Text size="md">{text}</Text>
        {undo && (
          <Button
            size="compact-sm"
            variant="light"
            data-undo
            onClick={() => {
              notifications.hide(id)
              cameFrom?.focus()
              undo()
            }}
          >
            Undo
          </Button>
        )}
      </Group>
    ),
  })
}

/** Tells a failure and stays until it is dismissed. */
export function showProblem(error: unknown, again?: () => void) {
  const { title, text } = explain(error)
  const id = notifications.show({
    role: 'alert',
    color: 'red',
    icon: <IconAlertTriangle size={16} aria-hidden />,
    autoClose: false,
    title,
    message: (
      <>
        <Text size="md">{text}</Text>
        {again && (
          <Button
            mt="xs"
            size="compact-sm"
            variant="light"
            onClick={() => {
              notifications.hide(id)
              again()
            }}
          >
            Try again
          </Button>
        )}
        {error instanceof Problem && error.requestId && (
          <Text size="xs" c="dimmed" mt={4}>
            Request <bdi className="code">{error.requestId}</bdi>
          </Text>
        )}
      </>
    ),
  })
}

/** Moves the focus to the newest Undo. */
export function focusUndo() {
  const newest = [...document.querySelectorAll<HTMLElement>('[data-undo]')].at(-1)
  if (!newest || newest === document.activeElement) return
  cameFrom = document.activeElement instanceof HTMLElement ? document.activeElement : undefined
  newest.focus()
}
