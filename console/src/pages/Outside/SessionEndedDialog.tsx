import { refresh } from '~/api/lists'
import { signIn, signOut, useSession, useSessionEnded } from '~/api/session'
import { PasswordDialog } from '~/components/PasswordDialog'

/** The server no longer knows the session. */
export function SessionEndedDialog() {
  const ended = useSessionEnded()
  const session = useSession()
  const email = session?.account.email ?? ''
  return (
    <PasswordDialog
      opened={ended && session !== null}
      title="Your session has expired"
      email={email}
      verb="Sign in"
      act={(password) => signIn(email, password)}
      isWrong={(problem) => problem.status === 401}
      done={() => void refresh()}
      cancel="Not you? Sign out"
      onCancel={() => void signOut()}
    >
      Sign in again to go on. What you typed is still here.
    </PasswordDialog>
  )
}
