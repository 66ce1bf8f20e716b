import { Button, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Navigate, useRouter, useSearch } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { Problem } from '~/api/problem'
import { choosePassword, sessionQuery, signOut, useSession } from '~/api/session'
import { FormProblem } from '~/components/FormProblem'
import { isGoodPassword, NewPassword, noPassword } from '~/components/NewPassword'
import { useTried } from '~/components/useTried'
import { safeDestination } from '~/hrefs'
import { useQuery } from '@tanstack/react-query'
import { Gate } from './Gate'

/** Signed in with a temporary password: before anything else, a password of one's own. */
export default function FirstSignInPage() {
  const { to } = useSearch({ strict: false }) as { to?: string }
  const router = useRouter()
  const { isPending } = useQuery(sessionQuery)
  const session = useSession()
  const [value, setValue] = useState(noPassword)
  const { tried, form, refuse } = useTried()
  const own = session ? [session.account.firstName, session.account.lastName, session.account.email.split('@')[0]!] : []

  const change = useMutation({
    mutationFn: () => choosePassword(value.password),
    onSuccess: () => router.history.push(safeDestination(to)),
  })
  const fieldError = change.error instanceof Problem && change.error.field === 'newPassword' ? change.error.message : undefined

  if (isPending) return null
  if (!session) return <Navigate to="/login" search={{ to } as never} replace />
  if (session.kind === 'full' && !change.isSuccess) return <Navigate to="/" replace />

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isGoodPassword(value, own)) refuse()
    else if (!change.isPending) change.mutate()
  }

  return (
    <Gate title="Choose your password">
      <form ref={form} onSubmit={submit} noValidate>
        <Stack gap="md">
          <Text c="dimmed">
            The temporary password was accepted. Choose a password of your own for <bdi>{session.account.email}</bdi>.
          </Text>
          {!fieldError && <FormProblem error={change.error} />}
          <input type="email" name="username" autoComplete="username" value={session.account.email} readOnly hidden />
          <NewPassword value={value} onChange={setValue} own={own} error={fieldError} tried={tried} autoFocus />
          <Button type="submit" fullWidth loading={change.isPending}>
            Set password and continue
          </Button>
          <Button variant="subtle" fullWidth onClick={() => void signOut()}>
            Sign out
          </Button>
        </Stack>
      </form>
    </Gate>
  )
}
