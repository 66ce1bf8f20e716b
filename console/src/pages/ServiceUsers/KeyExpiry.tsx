import { Select } from '@mantine/core'

const day = 86_400_000
const choices = { '30': '30 days', '90': '90 days', '365': 'One year', never: 'Never' } as const
export type KeyExpiryChoice = keyof typeof choices

export const usualExpiry: KeyExpiryChoice = '90'

/** When a key that is made now will end; nothing for never. */
export const expiryOf = (choice: KeyExpiryChoice, now: number) => (choice === 'never' ? undefined : new Date(now + Number(choice) * day).toISOString())

type Props = { value: KeyExpiryChoice; onChange: (value: KeyExpiryChoice) => void; autoFocus?: boolean }

/** After which time a new access key stops working. */
export const KeyExpiry = ({ value, onChange, autoFocus }: Props) => (
  <Select
    label="Key expires"
    description={value === 'never' ? 'A key that never expires is forgotten easily; replace it yourself from time to time.' : 'Generate the next key before; both work until then.'}
    allowDeselect={false}
    data-autofocus={autoFocus}
    data={Object.entries(choices).map(([choice, label]) => ({ value: choice, label: choice === 'never' ? label : `In ${label.toLowerCase()}` }))}
    value={value}
    onChange={(next) => onChange((next as KeyExpiryChoice) ?? usualExpiry)}
  />
)
