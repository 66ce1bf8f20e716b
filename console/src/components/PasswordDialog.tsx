import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { Problem } from '~/api/problem'
import { FormProblem, useCountdown } from './FormProblem'
import { PasswordField } from './PasswordField'

type Props = {
  opened: boolean
  title: string
  children: ReactNode
  email: string
  verb: string
  act: (password: string) => Promise<unknown>
  /** Whether the failure says that the password is wrong. */
  isWrong: (problem: Problem) => boolean
  done: () => void
  cancel: string
  onCancel: () => void
}

/** Asks who is signed in for the password, over the page, so that what was typed there is kept. */
export function PasswordDialog({ opened, title, children, email, verb, act, isWrong, done, cancel, onCancel }: Props) {
  const [password, setPassword] = useState('')
  const attempt = useMutation({ mutationFn: () => act(password), onSuccess: done, onSettled: () => setPassword('') })
  const wait = useCountdown(attempt.error)
  const wrong = attempt.error instanceof Problem && isWrong(attempt.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!attempt.isPending) attempt.mutate()
  }
  const leave = () => {
    attempt.reset()
    setPassword('')
    onCancel()
  }
  return (
    <Modal
      opened={opened}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      title={title}
      zIndex={1000}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <Text>
            {children} You are <bdi>{email}</bdi>.
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
            <Button variant="subtle" onClick={leave}>
              {cancel}
            </Button>
            <Button type="submit" loading={attempt.isPending} disabled={wait > 0}>
              {verb}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
