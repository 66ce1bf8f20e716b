import { Button, Group, Loader, Progress, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed } from '@tabler/icons-react'
import classes from './InviteResults.module.css'
import type { Inviting } from './useInviting'

type Props = {
  inviting: Pick<Inviting, 'results' | 'sent' | 'failed' | 'busy' | 'stop'>
  words?: { doing: string; done: string; failed: string }
  onDone: () => void
  onRetry: (emails: string[]) => void
  /** Back to the form, if there is one. */
  onBack?: () => void
}

const sending = { doing: 'Sending', done: 'sent', failed: 'not sent' }
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** What became of each address. */
export function InviteResults({ inviting, words = sending, onDone, onRetry, onBack }: Props) {
  const { results = [], sent, failed, busy } = inviting
  const finished = results.length - results.filter(({ state }) => state === 'waiting' || state === 'sending').length
  return (
    <Stack>
      <Text fw={600} role="status">
        {busy ? `${words.doing} ${Math.min(finished + 1, results.length)} of ${results.length}` : `${sent} ${words.done}${failed.length > 0 ? `, ${failed.length} ${words.failed}` : ''}`}
      </Text>
      <Progress value={(100 * finished) / Math.max(1, results.length)} aria-label={`Invitations ${words.done}`} color={busy || failed.length === 0 ? 'indigo' : 'red'} />
      <ul className={classes.results}>
        {results.map(({ email, state, text }) => (
          <li key={email} data-state={state}>
            {state === 'sent' ? <IconCircleCheck size={17} aria-label={capital(words.done)} /> : state === 'failed' ? <IconAlertTriangle size={17} aria-label={capital(words.failed)} /> : state === 'sending' ? <Loader size={15} aria-label={words.doing} /> : <IconCircleDashed size={17} aria-label="Waiting" />}
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
            {onBack && (
              <Button variant="default" onClick={onBack}>
                Correct
              </Button>
            )}
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
