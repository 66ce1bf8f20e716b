import { PasswordInput, type PasswordInputProps } from '@mantine/core'

type Props = Omit<PasswordInputProps, 'onChange' | 'label'> & { label: string; onChange?: (value: string) => void }

/** A password with a named eye; Mantine's alone is not marked as invalid for screen readers. */
export function PasswordField({ label, error, onChange, ...rest }: Props) {
  return (
    <PasswordInput
      required={onChange !== undefined}
      withAsterisk={false}
      {...rest}
      label={label}
      error={error}
      aria-invalid={error ? true : undefined}
      onChange={(event) => onChange?.(event.currentTarget.value)}
      visibilityToggleButtonProps={{ 'aria-label': `Show: ${label}` }}
    />
  )
}
