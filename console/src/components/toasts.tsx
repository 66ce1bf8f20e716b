import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconAlertTriangle, IconCheck, IconClock } from '@tabler/icons-react'
import { explain, waitText } from '~/api/problem'
import { RequestId, useCountdown } from './FormProblem'

/** At a time; what comes then waits. */
export const mostToasts = 3
const undoTime = 10_000

/** Where one was before a key led to a toast. */
let cameFrom: HTMLElement | undefined

/** Tells a success politely; with `undo`, offers the way back for ten seconds (F6 or Alt+T reaches the button). */
export function showDone(text: string, undo?: () => void) {
  const close = undo ? undoTime : 4000
  const id = notifications.show({
    role: 'status',
    color: 'teal',
    icon: <IconCheck size={16} aria-hidden />,
    autoClose: close,
    // Whoever is on it is not hurried; Mantine itself waits for the mouse only.
    onFocus: () => notifications.update({ id, autoClose: false, message }),
    onBlur: () => notifications.update({ id, autoClose: close, message }),
    message: '',
  })
  const message = (
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
  )
  notifications.update({ id, message })
}

/** Tells a failure and stays until it is dismissed; `again` tries the same once more. */
export function showProblem(error: unknown, again?: () => void) {
  const { title } = explain(error)
  const id = notifications.show({
    role: 'alert',
    color: 'red',
    icon: <IconAlertTriangle size={16} aria-hidden />,
    autoClose: false,
    title,
    message: (
      <ProblemText
        error={error}
        again={
          again &&
          (() => {
            notifications.hide(id)
            again()
          })
        }
      />
    ),
  })
}

function ProblemText({ error, again }: { error: unknown; again?: () => void }) {
  const wait = useCountdown(error)
  return (
    <>
      <Text size="md">{wait > 0 ? `Try again in ${waitText(wait)}.` : explain(error).text}</Text>
      {again && (
        <Button mt="xs" size="compact-sm" variant="light" disabled={wait > 0} onClick={again}>
          Try again
        </Button>
      )}
      <RequestId error={error} />
    </>
  )
}

/** Tells that a change takes long, with the way out; answers how to take it down. */
export function showSlow(stop: () => void): () => void {
  const id = notifications.show({
    role: 'status',
    color: 'orange',
    icon: <IconClock size={16} aria-hidden />,
    autoClose: false,
    title: 'Still waiting for the server',
    message: (
      <Button mt={4} size="compact-sm" variant="light" onClick={stop}>
        Stop waiting
      </Button>
    ),
  })
  return () => notifications.hide(id)
}

/** Moves the focus to the newest Undo, or else to the newest toast. */
export function focusToast() {
  const newest = ['[data-undo]', '.mantine-Notification-root button'].map((kind) => [...document.querySelectorAll<HTMLElement>(kind)].at(-1))
  const target = newest[0] ?? newest[1]
  if (!target || target === document.activeElement) return
  cameFrom = document.activeElement instanceof HTMLElement ? document.activeElement : undefined
  target.focus()
}

