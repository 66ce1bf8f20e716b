import { DateInput } from '@mantine/dates'
import { IconCalendar } from '@tabler/icons-react'
import { useTimeZone } from '~/api/organization'
import { daysBetween, today } from './dates'

type Props = {
  label: string
  description?: string
  /** YYYY-MM-DD, a calendar day in the organization's time zone. */
  value: string | null
  onChange: (value: string | null) => void
  placeholder?: string
  clearable?: boolean
  disabled?: boolean
  error?: string
}

export function EndDateField({ label, description, value, onChange, placeholder, clearable = true, disabled, error }: Props) {
  const zone = useTimeZone()
  return (
    <DateInput
      label={label}
      description={description}
      value={value}
      onChange={onChange}
      valueFormat="D MMM YYYY"
      placeholder={placeholder ?? 'No end date'}
      minDate={today(zone)}
      clearable={clearable}
      disabled={disabled}
      error={error}
      size="sm"
      clearButtonProps={{ 'aria-label': `Clear ${label.toLowerCase()}` }}
      leftSection={<IconCalendar size={16} aria-hidden />}
      popoverProps={{ withinPortal: true }}
    />
  )
}

/** “in 12 days”, “today”, “ended” */
export function daysLeftText(date: string, zone: string): string {
  const days = daysBetween(today(zone), date)
  if (days < 0) return 'ended'
  if (days === 0) return 'ends today'
  return days === 1 ? 'ends tomorrow' : `in ${days} days`
}
