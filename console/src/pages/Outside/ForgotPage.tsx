import { Button, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { forgotPassword } from '~/api/session'
import { FormProblem, useCountdown } from '~/components/FormProblem'
import { Gate } from './Gate'

export default function ForgotPage() {
  const [email, setEmail] = useState('')
  const ask = useMutation({ mutationFn: () => forgotPassword(email.trim()) })
  const wait = useCountdown(ask.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!ask.isPending) ask.mutate()
  }
  const back = (
    <Text ta="center">
      <a className="link" href="/login">
        Back to sign in
      </a>
    </Text>
  )

  if (ask.isSuccess) {
    return (
      <Gate title="Look into your mail">
        <Stack gap="md" role="status">
          <Text>
            If <bdi>{email.trim()}</bdi> has an account here, a mail with a link to choose a new password is on its way.
          </Text>
          <Text c="dimmed">Nothing after a few minutes? Look into the spam folder, or ask your administrator.</Text>
          {back}
        </Stack>
      </Gate>
    )
  }
  return (
    <Gate title="Forgot your password?">
      <form onSubmit={submit}>
        <Stack gap="md">
          <Text c="dimmed">We send a link to choose a new one.</Text>
          <FormProblem error={ask.error} />
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
          <Button type="submit" fullWidth loading={ask.isPending} disabled={wait > 0}>
            Send the link
          </Button>
          {back}
        </Stack>
      </form>
    </Gate>
  )
}
