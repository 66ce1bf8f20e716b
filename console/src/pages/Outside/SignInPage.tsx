import { Button, Stack, Text, TextInput } from '@mantine/core'
import { useNavigate, useRouter, useSearch } from '@tanstack/react-router'
import { useState, type FormEvent, type KeyboardEvent } from 'react'
import { useMutation } from '@tanstack/react-query'
import { Problem } from '~/api/problem'
import { signIn } from '~/api/session'
import { FormProblem, useCountdown } from '~/components/FormProblem'
import { safeDestination } from '~/hrefs'
import { Gate } from './Gate'
import { PasswordField } from '~/components/PasswordField'

export default function SignInPage() {
  const { to } = useSearch({ strict: false }) as { to?: string }
  const router = useRouter()
  const navigate = useNavigate()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [capsLock, setCapsLock] = useState(false)

  const attempt = useMutation({
    mutationFn: () => signIn(email.trim(), password),
    onSuccess: (session) => {
      if (session.kind === 'password_change') void navigate({ to: '/first-login', search: { to } as never })
      else router.history.push(safeDestination(to))
    },
    onError: () => setPassword(''),
  })
  const wait = useCountdown(attempt.error)
  const wrong = attempt.error instanceof Problem && attempt.error.status === 401

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!attempt.isPending) attempt.mutate()
  }
  const onKey = (event: KeyboardEvent) => setCapsLock(event.getModifierState('CapsLock'))

  return (
    <Gate title="Sign in">
      <form onSubmit={submit}>
        <Stack gap="md">
          {wrong ? (
            <Text role="alert" c="var(--mantine-color-error)">
              E-mail or password is wrong.
            </Text>
          ) : (
            <FormProblem error={attempt.error} />
          )}
          <TextInput
            label="E-mail"
            type="email"
            autoComplete="username"
            required
            withAsterisk={false}
            autoFocus
            spellCheck={false}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordField
            label="Password"
            autoComplete="current-password"
            value={password}
            onChange={setPassword}
            onKeyDown={onKey}
            onKeyUp={onKey}
            description={capsLock ? 'Caps lock is on' : undefined}
          />
          <Button type="submit" fullWidth loading={attempt.isPending} disabled={wait > 0}>
            Sign in
          </Button>
          <Text ta="center">
            <a className="link" href="/forgot">
              Forgot password?
            </a>
          </Text>
        </Stack>
      </form>
    </Gate>
  )
}
