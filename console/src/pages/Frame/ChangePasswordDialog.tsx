import { Modal, Stack } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useChange } from '~/api/change'
import { changePassword } from '~/api/session'
import { FormButtons } from '~/components/FormButtons'
import { FormProblem, useCountdown } from '~/components/FormProblem'
import { isGoodPassword, NewPassword, noPassword } from '~/components/NewPassword'
import { showDone } from '~/components/toasts'
import { PasswordField } from '~/components/PasswordField'

type Props = { opened: boolean; onClose: () => void; email: string }

export function ChangePasswordDialog({ opened, onClose, email }: Props) {
  const [current, setCurrent] = useState('')
  const [value, setValue] = useState(noPassword)
  const change = useChange(() => changePassword(current, value.password), {
    quiet: true,
    done: () => {
      close()
      showDone('Your password is changed')
    },
  })
  const wait = useCountdown(change.error)
  const close = () => {
    setCurrent('')
    setValue(noPassword)
    change.reset()
    onClose()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!change.isPending) change.mutate(undefined)
  }
  const field = change.error?.field
  const errorAt = (name: string) => (field === name ? change.error?.message : undefined)
  return (
    <Modal opened={opened} onClose={close} title="Change password">
      <form onSubmit={submit}>
        <Stack>
          {field !== 'currentPassword' && field !== 'newPassword' && <FormProblem error={change.error} />}
          <input type="email" name="username" autoComplete="username" value={email} readOnly hidden />
          <PasswordField
            label="Current password"
            autoComplete="current-password"
            data-autofocus
            value={current}
            error={errorAt('currentPassword')}
            onChange={setCurrent}
          />
          <NewPassword value={value} onChange={setValue} own={[email.split('@')[0]!]} error={errorAt('newPassword')} />
          <FormButtons
            verb="Change password"
            busy={change.isPending}
            disabled={current === '' || wait > 0 || !isGoodPassword(value, [email.split('@')[0]!])}
            onCancel={close}
          />
        </Stack>
      </form>
    </Modal>
  )
}
