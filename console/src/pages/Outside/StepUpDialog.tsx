import { confirmSession, useSession } from '~/api/session'
import { settlePassword, usePasswordAsked } from '~/api/stepUp'
import { PasswordDialog } from '~/components/PasswordDialog'

/** An act that hands out rights wants a recent password; then the call is made again. */
export function StepUpDialog() {
  const asked = usePasswordAsked()
  const session = useSession()
  return (
    <PasswordDialog
      opened={asked && session !== null}
      title="Confirm that it is you"
      email={session?.account.email ?? ''}
      verb="Confirm"
      act={confirmSession}
      isWrong={(problem) => problem.field === 'password'}
      done={() => settlePassword(true)}
      cancel="Cancel"
      onCancel={() => settlePassword(false)}
    >
      What you are about to do gives rights, so it asks for your password again.
    </PasswordDialog>
  )
}
