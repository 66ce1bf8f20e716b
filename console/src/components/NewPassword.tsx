import { Stack, VisuallyHidden } from '@mantine/core'
import { IconCheck, IconPoint } from '@tabler/icons-react'
import { passwordRules, wrongAt, type Rule } from './passwordRules'
import classes from './NewPassword.module.css'
import { PasswordField } from './PasswordField'

export type Password = { password: string; repeated: string }
export const noPassword: Password = { password: '', repeated: '' }

type Props = { value: Password; onChange: (value: Password) => void; own?: string[]; error?: string; tried?: boolean; autoFocus?: boolean }

/** A new password, twice, with the rules ticked off while typing. */
export function NewPassword({ value, onChange, own, error, tried, autoFocus }: Props) {
  const rules = passwordRules(value.password, value.repeated, own)
  const wrong = (field: Rule['at']) => (tried ? wrongAt(rules, field) : undefined)
  const open = rules.filter(({ met }) => !met).length
  return (
    <Stack gap="sm">
      <PasswordField
        label="New password"
        description="A sentence of a few words is easy to remember and hard to guess."
        autoComplete="new-password"
        autoFocus={autoFocus}
        error={error ?? wrong('password')}
        value={value.password}
        onChange={(password) => onChange({ ...value, password })}
      />
      <PasswordField
        label="Repeat the new password"
        autoComplete="new-password"
        error={wrong('repeated')}
        value={value.repeated}
        onChange={(repeated) => onChange({ ...value, repeated })}
      />
      <ul className={classes.rules} aria-label="Rules for the password">
        {rules.map(({ text, met }) => (
          <li key={text} data-met={met || undefined}>
            {met ? <IconCheck size={15} aria-hidden /> : <IconPoint size={15} aria-hidden />}
            {text}
            <VisuallyHidden>{met ? ', met' : ', not met yet'}</VisuallyHidden>
          </li>
        ))}
      </ul>
      <VisuallyHidden role="status">{value.password === '' ? '' : open === 0 ? 'All rules are met' : `${open} rules not met yet`}</VisuallyHidden>
    </Stack>
  )
}

export const isGoodPassword = (value: Password, own?: string[]) =>
  passwordRules(value.password, value.repeated, own).every(({ met }) => met)
