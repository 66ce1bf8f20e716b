import { useState } from 'react'
import { useChange } from '~/api/change'
import { resendInvitation, revokeInvitation } from '~/api/invitations'
import { useMay, useOrganizationId } from '~/api/organization'
import type { Invitation } from '~/api/types'
import { ConfirmDialog } from '~/components/ConfirmDialog'
import { showDone } from '~/components/toasts'

/** What one can do to an invitation, the same from the list and the details. */
export function useInvitationActs() {
  const organizationId = useOrganizationId()
  const { may } = useMay()
  const [asked, setAsked] = useState<Invitation>()
  const resend = useChange((invitation: Invitation) => resendInvitation(organizationId, invitation.id), {
    done: ({ email }) => showDone(`A new invitation is on its way to ${email}; the older link no longer works`),
  })
  const revoke = useChange(
    async (invitation: Invitation) => {
      await revokeInvitation(organizationId, invitation.id)
      return invitation
    },
    { done: ({ email }) => showDone(`The invitation of ${email} is revoked`) },
  )
  const dialog = (
    <ConfirmDialog
      opened={asked !== undefined}
      onClose={() => setAsked(undefined)}
      title={`Revoke the invitation of ${asked?.email}?`}
      verb="Revoke"
      onConfirm={() => {
        if (asked) revoke.mutate(asked)
        setAsked(undefined)
      }}
    >
      The link in the mail stops working at once. You can invite the address again at any time.
    </ConfirmDialog>
  )
  return {
    mayAny: may('invite') || may('revokeInvitation'),
    canResend: ({ status }: Invitation) => may('invite') && (status === 'PENDING' || status === 'EXPIRED'),
    canRevoke: ({ status }: Invitation) => may('revokeInvitation') && status === 'PENDING',
    /** The same function as long as the page stands. */
    resend: resend.mutate,
    askToRevoke: setAsked,
    dialog,
  }
}

export type InvitationActs = ReturnType<typeof useInvitationActs>
