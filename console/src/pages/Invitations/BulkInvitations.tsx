import { CloseButton, Modal } from '@mantine/core'
import { useState } from 'react'
import { useBulk, type Outcome } from '~/api/bulk'
import { resendInvitation, revokeInvitation } from '~/api/invitations'
import { useOrganizationId } from '~/api/organization'
import type { Invitation } from '~/api/types'
import { ConfirmDialog } from '~/components/ConfirmDialog'
import { ReasonedButton } from '~/components/ReasonedButton'
import classes from '~/pages/Users/BulkBar.module.css'
import { InviteResults } from './InviteResults'
import type { Result } from './useInviting'
import type { InvitationActs } from './useInvitationActs'

type Props = { selected: Invitation[]; acts: InvitationActs; onClear: () => void }
type Act = 'resend' | 'revoke'

const words = {
  resend: { doing: 'Sending', done: 'sent', failed: 'not sent' },
  revoke: { doing: 'Revoking', done: 'revoked', failed: 'not revoked' },
}
const countOf = (invitations: Invitation[]) => (invitations.length === 1 ? 'one invitation' : `${invitations.length} invitations`)

/** What can be done to all selected invitations, each with its result. */
export function BulkInvitations({ selected, acts, onClear }: Props) {
  const organizationId = useOrganizationId()
  const [asking, setAsking] = useState(false)
  const [running, setRunning] = useState<{ act: Act; items: Invitation[] }>()
  const bulk = useBulk<Invitation>()
  const can = { resend: selected.filter(acts.canResend), revoke: selected.filter(acts.canRevoke) }

  const start = (act: Act, items: Invitation[]) => {
    const call = act === 'resend' ? resendInvitation : revokeInvitation
    setRunning({ act, items })
    void bulk.run(items, async ({ id }) => void (await call(organizationId, id)), () => undefined)
  }
  const close = () => {
    setRunning(undefined)
    bulk.reset()
    onClear()
  }
  const results = running?.items.map(({ id, email }) => resultOf(email, bulk.outcomes?.get(id))) ?? []
  const failed = results.filter(({ state }) => state === 'failed' || state === 'waiting').map(({ email }) => email)
  return (
    <>
      <section className={classes.bar} aria-label="Selected invitations">
        <strong role="status">{selected.length} selected</strong>
        <div className={classes.acts}>
          <ReasonedButton size="compact-md" variant="default" reason={can.resend.length === 0 ? 'None of them waits for an answer.' : undefined} onClick={() => start('resend', can.resend)}>
            Resend
          </ReasonedButton>
          <ReasonedButton size="compact-md" variant="light" color="red" reason={can.revoke.length === 0 ? 'None of them is pending.' : undefined} onClick={() => setAsking(true)}>
            Revoke
          </ReasonedButton>
        </div>
        <CloseButton aria-label="Clear the selection" onClick={onClear} />
      </section>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Revoke ${countOf(can.revoke)}?`}
        verb="Revoke"
        onConfirm={() => {
          setAsking(false)
          start('revoke', can.revoke)
        }}
      >
        The links in their mails stop working at once. You can invite the addresses again at any time.
      </ConfirmDialog>
      <Modal opened={running !== undefined} onClose={bulk.busy ? () => undefined : close} withCloseButton={!bulk.busy} title={running?.act === 'revoke' ? 'Revoke' : 'Resend'} size="lg" closeOnClickOutside={false}>
        {running && (
          <InviteResults
            words={words[running.act]}
            inviting={{ results, sent: bulk.done, failed, busy: bulk.busy, stop: bulk.stop }}
            onDone={close}
            onRetry={(emails) => start(running.act, running.items.filter(({ email }) => emails.includes(email)))}
          />
        )}
      </Modal>
    </>
  )
}

const states: Record<Outcome['state'], Result['state']> = { waiting: 'waiting', running: 'sending', done: 'sent', skipped: 'sent', failed: 'failed' }

const resultOf = (email: string, outcome: Outcome | undefined): Result => ({ email, state: states[outcome?.state ?? 'waiting'], text: outcome?.text })
