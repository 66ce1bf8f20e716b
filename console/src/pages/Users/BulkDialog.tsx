import { Button, Group, Loader, Modal, Progress, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconCircleMinus, IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { useBulk, type Outcome } from '~/api/bulk'
import type { User } from '~/api/types'
import { fullName } from '~/components/names'
import { ReasonedButton } from '~/components/ReasonedButton'
import classes from '~/pages/Invitations/InviteResults.module.css'
import { csvOf, download } from '~/csv'
import type { BulkAct, Details } from './bulkActs'

type Props = { act: BulkAct; users: User[]; onClose: () => void }

export const countOf = (users: number) => (users === 1 ? 'one user' : `${users.toLocaleString('en')} users`)

/** Asks, does it to each, and tells what became of each. */
export function BulkDialog({ act, users, onClose }: Props) {
  const [details, setDetails] = useState<Details>({ choices: [], date: null })
  const [undone, setUndone] = useState(false)
  const bulk = useBulk<User>()
  const skipped = users.filter(act.skip)
  const left = users.length - skipped.length
  const failed = users.filter(({ id }) => bulk.outcomes?.get(id)?.state === 'failed')
  const start = (whom: User[]) => void bulk.run(whom, (user) => act.act(user, details), act.skip)
  return (
    <Modal opened onClose={bulk.busy ? () => undefined : onClose} title={act.title(countOf(users.length))} size="lg" withCloseButton={!bulk.busy} closeOnClickOutside={false}>
      <Stack>
        {bulk.outcomes ? (
          <>
            <Text fw={600} role="status">
              {summary(bulk, undone)}
            </Text>
            <Progress value={(100 * bulk.finished) / Math.max(1, bulk.total)} aria-label="Users done" color={bulk.failed > 0 ? 'red' : 'indigo'} />
            <Results users={users} outcomes={bulk.outcomes} />
          </>
        ) : (
          <>
            {act.note && <Text>{act.note}</Text>}
            {act.field?.(details, setDetails)}
            <div>
              {skipped.length > 0 && <Text c="dimmed">{skipped.length === 1 ? 'One is left out:' : `${skipped.length.toLocaleString('en')} are left out:`}</Text>}
              <Results users={users} outcomes={new Map(users.map((user) => [user.id, previewOf(act.skip(user))]))} />
            </div>
          </>
        )}
        <Group justify="flex-end" gap="sm">
          {!bulk.outcomes && (
            <>
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <ReasonedButton
                reason={left === 0 ? 'Everybody selected is left out.' : act.isReady?.(details) === false ? 'Choose at least one first.' : undefined}
                color={act.danger ? 'red' : undefined}
                onClick={() => start(users)}
              >
                {act.verb}
              </ReasonedButton>
            </>
          )}
          {bulk.busy && (
            <Button variant="default" onClick={bulk.stop}>
              Stop
            </Button>
          )}
          {bulk.outcomes && !bulk.busy && (
            <>
              {bulk.undoable && !undone && (
                <Button
                  variant="default"
                  onClick={() => {
                    setUndone(true)
                    void bulk.undo(users)
                  }}
                >
                  Undo
                </Button>
              )}
              {failed.length > 0 && (
                <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} onClick={() => download('failed.csv', failuresOf(failed, bulk.outcomes))}>
                  CSV of the failed
                </Button>
              )}
              {failed.length > 0 && !undone && (
                <Button variant="default" onClick={() => start(failed)}>
                  {failed.length === 1 ? 'Try the one again' : `Try the ${failed.length} again`}
                </Button>
              )}
              <Button onClick={onClose} data-autofocus>
                Done
              </Button>
            </>
          )}
        </Group>
      </Stack>
    </Modal>
  )
}

const previewOf = (skip: string | undefined): Outcome => (skip === undefined ? { state: 'waiting' } : { state: 'skipped', text: skip })

const failuresOf = (failed: User[], outcomes: ReadonlyMap<string, Outcome> | undefined) =>
  csvOf([['Name', 'Email address', 'User ID', 'Reason'], ...failed.map((user) => [fullName(user), user.email, user.id, outcomes?.get(user.id)?.text ?? ''])])

function summary({ busy, finished, total, done, failed, outcomes }: ReturnType<typeof useBulk<User>>, undone: boolean) {
  if (busy) return `${undone ? 'Taking back' : 'Working on'} ${Math.min(finished + 1, total)} of ${total}`
  const skipped = [...(outcomes?.values() ?? [])].filter(({ state }) => state === 'skipped').length
  const parts = [`${done} ${undone ? 'taken back' : 'done'}`]
  if (failed > 0) parts.push(`${failed} failed`)
  if (skipped > 0) parts.push(`${skipped} left out`)
  if (total - done - failed - skipped > 0) parts.push(`${total - done - failed - skipped} not begun`)
  return parts.join(', ')
}

/** The failed first; of a long list only the beginning is drawn. */
function Results({ users, outcomes }: { users: User[]; outcomes: ReadonlyMap<string, Outcome> }) {
  const shown = 200
  const order: Outcome['state'][] = ['failed', 'running', 'skipped', 'done', 'waiting']
  const rows = users
    .filter(({ id }) => outcomes.has(id))
    .toSorted((a, b) => order.indexOf(outcomes.get(a.id)!.state) - order.indexOf(outcomes.get(b.id)!.state))
  return (
    // oxlint-disable-next-line no-noninteractive-tabindex -- it scrolls
    <ul className={classes.results} tabIndex={0} aria-label="Result of each user">
      {rows.slice(0, shown).map((user) => {
        const { state, text } = outcomes.get(user.id)!
        return (
          <li key={user.id} data-state={state === 'done' ? 'sent' : state}>
            <Sign state={state} />
            <bdi>
              {fullName(user)}, {user.email}
            </bdi>
            {text && <span>{text}</span>}
          </li>
        )
      })}
      {rows.length > shown && <li>and {(rows.length - shown).toLocaleString('en')} more</li>}
    </ul>
  )
}

function Sign({ state }: { state: Outcome['state'] }) {
  if (state === 'done') return <IconCircleCheck size={17} aria-label="Done" />
  if (state === 'failed') return <IconAlertTriangle size={17} aria-label="Failed" />
  if (state === 'skipped') return <IconCircleMinus size={17} aria-label="Left out" />
  if (state === 'running') return <Loader size={15} aria-label="Working" />
  return <IconCircleDashed size={17} aria-label="Waiting" />
}
