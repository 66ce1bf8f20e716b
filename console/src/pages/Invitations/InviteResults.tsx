import { Button, Group, Loader, Progress, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed } from '@tabler/icons-react'
import classes from './InviteResults.module.css'
import type { Inviting } from './useInviting'

type Props = { inviting: Inviting; onDone: () => void; onRetry: (emails: string[]) => void; onBack: () => void }

/** What became of each address. */
export function InviteResults({ inviting, onDone, onRetry, onBack }: Props) {
  const { results = [], sent, failed, busy } = inviting
  const finished = results.length - results.filter(({ state }) => state === 'waiting' || state === 'sending').length
  return (
    <Stack>
      <Text fw={600} role="status">
        {busy ? `Sending ${finished + 1} of ${results.length}` : `${sent} sent${failed.length > 0 ? `, ${failed.length} not sent` : ''}`}
      </Text>
      <Progress value={(100 * finished) / Math.max(1, results.length)} aria-label="Invitations sent" color={busy || failed.length === 0 ? 'indigo' : 'red'} />
      <ul className={classes.results}>
        {results.map(({ email, state, text }) => (
          <li key={email} data-state={state}>
            {state === 'sent' ? <IconCircleCheck size={17} aria-label="Sent" /> : state === 'failed' ? <IconAlertTriangle size={17} aria-label="Not sent" /> : state === 'sending' ? <Loader size={15} aria-label="Sending" /> : <IconCircleDashed size={17} aria-label="Waiting" />}
            <bdi>{email}</bdi>
            {text && <span>{text}</span>}
          </li>
        ))}
      </ul>
      <Group justify="flex-end" gap="sm">
        {busy && (
          <Button variant="default" onClick={inviting.stop}>
            Stop
          </Button>
        )}
        {!busy && failed.length > 0 && (
          <>
            <Button variant="default" onClick={onBack}>
              Correct
            </Button>
            <Button variant="default" onClick={() => onRetry(failed)}>
              {failed.length === 1 ? 'Try the one again' : `Try the ${failed.length} again`}
            </Button>
          </>
        )}
        {!busy && (
          <Button onClick={onDone} autoFocus>
            Done
          </Button>
        )}
      </Group>
    </Stack>
  )
}
