import { Text } from '@mantine/core'
import { useState } from 'react'
import { useChange } from '~/api/change'
import { useMay, useMe, useOrganizationId } from '~/api/organization'
import type { User } from '~/api/types'
import { activateUser, deactivateUser, resendTemporaryPassword } from '~/api/users'
import { ConfirmDialog } from '~/components/ConfirmDialog'
import { fullName } from '~/components/names'
import { showDone } from '~/components/toasts'
import { EditUserDialog } from './EditUserDialog'

/** What one can do to a user, the same from the list, the panel and the details. */
export function useUserActs() {
  const organizationId = useOrganizationId()
  const [asked, setAsked] = useState<User>()
  const [edited, setEdited] = useState<User>()
  const { may, administrator } = useMay()
  const me = useMe().data?.user?.id

  const activate = useChange((user: User) => activateUser(organizationId, user.id), {
    done: (user) => showDone(`${fullName(user)} is active again`),
  })
  const deactivate = useChange((user: User) => deactivateUser(organizationId, user.id), {
    done: (user) => showDone(`${fullName(user)} is deactivated`, () => activate.mutate(user)),
  })
  const resend = useChange(async (user: User) => {
    await resendTemporaryPassword(organizationId, user.id)
    showDone(`A new temporary password is on its way to ${user.email}`)
  })

  const isMe = (user: User) => user.id === me

  const dialog = (
    <>
      <EditUserDialog user={edited} onClose={() => setEdited(undefined)} />
      <ConfirmDialog
        opened={asked !== undefined}
        onClose={() => setAsked(undefined)}
        title={asked ? `Deactivate ${fullName(asked)}?` : ''}
        verb="Deactivate"
        onConfirm={() => {
          if (asked) deactivate.mutate(asked)
          setAsked(undefined)
        }}
      >
        <Text size="md">They are signed out at once and can no longer sign in to this organization.</Text>
        <Text size="md" mt="xs">
          Deactivating does not remove anybody: they stay in the organization, can be activated again, and changes to their details
          stay visible to the other users.
        </Text>
      </ConfirmDialog>
    </>
  )

  return {
    may,
    /** Only an administrator can send a new temporary password, and only to who has not chosen one yet. */
    canResend: (user: User) => administrator && user.signInState !== 'password',
    isMe,
    /** Why somebody cannot be deactivated. */
    whyActive: (user: User) => (isMe(user) ? 'This is you. Nobody can deactivate themselves.' : undefined),
    activate: (user: User) => activate.mutate(user),
    edit: setEdited,
    askToDeactivate: setAsked,
    resend: (user: User) => resend.mutate(user),
    busy: activate.isPending || deactivate.isPending,
    sending: resend.isPending,
    dialog,
  }
}

export type UserActs = ReturnType<typeof useUserActs>
