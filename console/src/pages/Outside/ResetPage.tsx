import { Button, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { Problem } from '~/api/problem'
import { resetPassword } from '~/api/session'
import { FormProblem } from '~/components/FormProblem'
import { isGoodPassword, NewPassword, noPassword } from '~/components/NewPassword'
import { useTried } from '~/components/useTried'
import { fragmentToken as token } from './fragmentToken'
import { Gate } from './Gate'

export default function ResetPage() {
  const [value, setValue] = useState(noPassword)
  const { tried, form, refuse } = useTried()
  const change = useMutation({ mutationFn: () => resetPassword(token, value.password) })
  const problem = change.error instanceof Problem ? change.error : undefined
  const fieldError = problem?.field === 'newPassword' ? problem.message : undefined

  if (!token || problem?.status === 410 || problem?.status === 404) {
    return (
      <Gate title="This link no longer works">
        <Stack gap="md">
          <Text>Links to choose a new password work once and for a short time only.</Text>
          <Button component="a" href="/forgot" fullWidth>
            Ask for a new link
          </Button>
        </Stack>
      </Gate>
    )
  }
  if (change.isSuccess) {
    return (
      <Gate title="Your password is changed">
        <Stack gap="md" role="status">
          <Text>Sign in with the new password. Everywhere else you have been signed out.</Text>
          <Button component="a" href="/login" fullWidth>
            Sign in
          </Button>
        </Stack>
      </Gate>
    )
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isGoodPassword(value)) refuse()
    else if (!change.isPending) change.mutate()
  }
  return (
    <Gate title="Choose a new password">
      <form ref={form} onSubmit={submit} noValidate>
        <Stack gap="md">
          {!fieldError && <FormProblem error={change.error} />}
          <NewPassword value={value} onChange={setValue} error={fieldError} tried={tried} autoFocus />
          <Button type="submit" fullWidth loading={change.isPending}>
            Set password
          </Button>
        </Stack>
      </form>
    </Gate>
  )
}
