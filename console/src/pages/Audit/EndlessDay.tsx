import { DateInput } from '@mantine/dates'

type Props = { label: string; value: string | undefined; onChange: (value: string | undefined) => void }

/** A day, past or future. */
export const EndlessDay = ({ label, value, onChange }: Props) => (
  <DateInput
    w={140}
    aria-label={label}
    placeholder={label}
    valueFormat="D MMM YYYY"
    clearable
    clearButtonProps={{ 'aria-label': `Clear ${label.toLowerCase()}` }}
    value={value ?? null}
    onChange={(day) => onChange(day ?? undefined)}
  />
)
