import { useState } from 'react'
import { addressLimit, mergeAddresses, parseAddresses, type Address } from './emails'
import { TagsField } from './TagsField'

type Props = { label: string; value: Address[]; onChange: (value: Address[]) => void; error?: string; disabled?: boolean; noteOf?: (email: string) => string | undefined }

/** Several e-mail addresses, typed or pasted. */
export function EmailTags({ label, value, onChange, error, disabled, noteOf }: Props) {
  const [tooMany, setTooMany] = useState<string>()
  const wrong = value.filter(({ valid }) => !valid)

  const add = (text: string) => {
    const merged = mergeAddresses(value, parseAddresses(text))
    if (merged.length > addressLimit) {
      setTooMany(`${merged.length} addresses are too many at once; at most ${addressLimit}.`)
      return 0
    }
    setTooMany(undefined)
    onChange(merged)
    return merged.length - value.length
  }

  return (
    <TagsField
      label={label}
      description="Company addresses, several separated with ; or pasted as a list"
      tags={value.map(({ text, email, valid }) => ({ text, shown: email, valid, note: noteOf?.(email) }))}
      onAdd={add}
      onRemove={(index) => onChange(value.filter((_, at) => at !== index))}
      invalid="not an address"
      error={tooMany ?? error ?? (wrong.length > 0 ? `Not an e-mail address: ${wrong.map(({ text }) => text).join('; ')}` : undefined)}
      separators={/[;,\n]/}
      inputMode="email"
      disabled={disabled}
      autoFocus
    />
  )
}
