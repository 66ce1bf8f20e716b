import { Button, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { Problem } from '~/api/problem'
import { acceptInvitation } from '~/api/session'
import type { InvitationInfo } from '~/api/types'
import { FormProblem, useCountdown } from '~/components/FormProblem'
import { FormSummary } from '~/components/FormSummary'
import { isGoodPassword, NewPassword, noPassword } from '~/components/NewPassword'
import { passwordRules, wrongAt } from '~/components/passwordRules'
import { PasswordField } from '~/components/PasswordField'
import { useTried } from '~/components/useTried'

type Props = { token: string; invitation: InvitationInfo; onDone: () => void }

/** With an account: its password. Without one: names, phone and a new password. */
export function AcceptForm({ token, invitation, onDone }: Props) {
  const [firstName, setFirstName] = useState(invitation.firstName ?? '')
  const [lastName, setLastName] = useState(invitation.lastName ?? '')
  const [contactNumber, setContactNumber] = useState('')
  const [chosen, setChosen] = useState(noPassword)
  const [existing, setExisting] = useState('')
  const known = invitation.accountExists
  const { tried, form, refuse } = useTried()
  const own = [firstName, lastName, invitation.email.split('@')[0]!]

  const accept = useMutation({
    mutationFn: () =>
      acceptInvitation(
        known
          ? { token, password: existing }
          : {
              token,
              password: chosen.password,
              firstName: firstName.trim(),
              lastName: lastName.trim(),
              contactNumber: contactNumber.trim() || undefined,
            },
      ),
    onSuccess: onDone,
  })
  const wait = useCountdown(accept.error)
  const problem = accept.error instanceof Problem ? accept.error : undefined
  const errorAt = (...fields: string[]) => (problem?.field && fields.includes(problem.field) ? problem.message : undefined)
  const rules = passwordRules(chosen.password, chosen.repeated, own)
  const missing = (value: string, text: string) => (tried && value.trim() === '' ? text : undefined)
  const placed = ['firstName', 'lastName', 'contactNumber', 'password', 'newPassword'].includes(problem?.field ?? '')
  const wrongPassword = known && problem?.status === 401 ? 'The password is wrong.' : undefined

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!ready) refuse()
    else if (!accept.isPending) accept.mutate()
  }
  const ready = known ? existing !== '' : firstName.trim() !== '' && lastName.trim() !== '' && isGoodPassword(chosen, own)

  return (
    <form ref={form} onSubmit={submit} noValidate>
      <Stack gap="md">
        {tried && !known && (
          <FormSummary errors={[missing(firstName, 'Write your first name.'), missing(lastName, 'Write your last name.'), wrongAt(rules, 'password'), wrongAt(rules, 'repeated')]} />
        )}
        {!placed && !wrongPassword && <FormProblem error={accept.error} />}
        <input type="email" name="username" autoComplete="username" value={invitation.email} readOnly hidden />
        {known ? (
          <>
            <Text c="dimmed">You already have a Gatehouse account with this address.</Text>
            <PasswordField
              label="Your password"
              autoComplete="current-password"
              autoFocus
              value={existing}
              error={wrongPassword ?? errorAt('password') ?? missing(existing, 'Write your password.')}
              onChange={setExisting}
            />
          </>
        ) : (
          <>
            <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <TextInput
              label="First name"
              autoComplete="given-name"
              required
              autoFocus
              value={firstName}
              error={errorAt('firstName') ?? missing(firstName, 'Write your first name.')}
              onChange={(event) => setFirstName(event.currentTarget.value)}
            />
            <TextInput
              label="Last name"
              autoComplete="family-name"
              required
              value={lastName}
              error={errorAt('lastName') ?? missing(lastName, 'Write your last name.')}
              onChange={(event) => setLastName(event.currentTarget.value)}
            />
            </SimpleGrid>
            <TextInput
              label="Contact number"
              type="tel"
              autoComplete="tel"
              value={contactNumber}
              error={errorAt('contactNumber')}
              onChange={(event) => setContactNumber(event.currentTarget.value)}
            />
            <NewPassword value={chosen} onChange={setChosen} own={own} error={errorAt('password', 'newPassword')} tried={tried} />
          </>
        )}
        <Button type="submit" fullWidth loading={accept.isPending} disabled={wait > 0}>
          Accept and join
        </Button>
      </Stack>
    </form>
  )
}
