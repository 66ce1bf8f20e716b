import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { refresh } from '~/api/lists'
import { Problem } from '~/api/problem'
import { signIn, signOut, useSession, useSessionEnded } from '~/api/session'
import { FormProblem, useCountdown } from '~/components/FormProblem'
import { PasswordField } from '~/components/PasswordField'

/** Over the page, so that what was typed there is kept. */
export function SessionEndedDialog() {
  const ended = useSessionEnded()
  const session = useSession()
  const [password, setPassword] = useState('')
  const email = session?.account.email ?? ''
  const attempt = useMutation({
    mutationFn: () => signIn(email, password),
    onSuccess: () => void refresh(),
    onSettled: () => setPassword(''),
  })
  const wait = useCountdown(attempt.error)
  const wrong = attempt.error instanceof Problem && attempt.error.status === 401
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!attempt.isPending) attempt.mutate()
  }
  return (
    <Modal
      opened={ended && session !== null}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      title="Your session has expired"
      zIndex={1000}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <Text>
            Sign in again to go on. What you typed is still here. You are <bdi>{email}</bdi>.
          </Text>
          {!wrong && <FormProblem error={attempt.error} />}
          <input type="email" name="username" autoComplete="username" value={email} readOnly hidden />
          <PasswordField
            label="Password"
            autoComplete="current-password"
            data-autofocus
            value={password}
            error={wrong ? 'The password is wrong.' : undefined}
            onChange={setPassword}
          />
          <Group justify="space-between">
            <Button variant="subtle" onClick={() => void signOut()}>
              Not you? Sign out
            </Button>
            <Button type="submit" loading={attempt.isPending} disabled={wait > 0}>
              Sign in
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
