import { Stack } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useChange } from '~/api/change'
import { changePassword } from '~/api/session'
import { FormButtons } from '~/components/FormButtons'
import { FormProblem, useCountdown } from '~/components/FormProblem'
import { isGoodPassword, NewPassword, noPassword } from '~/components/NewPassword'
import { showDone } from '~/components/toasts'
import { PasswordField } from '~/components/PasswordField'
import { FormDialog, useFormDialog } from '~/components/Unsaved'
import { useTried } from '~/components/useTried'

type Props = { opened: boolean; onClose: () => void; email: string }

export function ChangePasswordDialog({ opened, onClose, email }: Props) {
  return (
    <FormDialog opened={opened} onClose={onClose} title="Change password">
      <Form onClose={onClose} email={email} />
    </FormDialog>
  )
}

function Form({ onClose, email }: Omit<Props, 'opened'>) {
  const [current, setCurrent] = useState('')
  const [value, setValue] = useState(noPassword)
  const change = useChange(() => changePassword(current, value.password), {
    quiet: true,
    done: () => {
      onClose()
      showDone('Your password is changed')
    },
  })
  const wait = useCountdown(change.error)
  const { tried, form, refuse } = useTried()
  const own = [email.split('@')[0]!]
  const close = useFormDialog(current !== '' || value.password !== '' || value.repeated !== '')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (current === '' || !isGoodPassword(value, own)) refuse()
    else if (!change.isPending) change.mutate(undefined)
  }
  const field = change.error?.field
  const errorAt = (name: string) => (field === name ? change.error?.message : undefined)
  return (
      <form ref={form} onSubmit={submit} noValidate>
        <Stack>
          {field !== 'currentPassword' && field !== 'newPassword' && <FormProblem error={change.error} />}
          <input type="email" name="username" autoComplete="username" value={email} readOnly hidden />
          <PasswordField
            label="Current password"
            autoComplete="current-password"
            data-autofocus
            value={current}
            error={errorAt('currentPassword') ?? (tried && current === '' ? 'Write your current password.' : undefined)}
            onChange={setCurrent}
          />
          <NewPassword value={value} onChange={setValue} own={own} error={errorAt('newPassword')} tried={tried} />
          <FormButtons
            verb="Change password"
            busy={change.isPending}
            disabled={wait > 0}
            onCancel={close}
          />
        </Stack>
      </form>
  )
}
