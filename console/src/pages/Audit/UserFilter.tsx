import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useUser, useUserSearch } from '~/api/users'
import { fullName } from '~/components/names'

type Props = { label: string; value: string | undefined; onChange: (id: string | undefined) => void }

/** Picks one user by name or e-mail; an id that is no user's is shown as it is. */
export function UserFilter({ label, value, onChange }: Props) {
  const [search, setSearch] = useState('')
  const [q] = useDebouncedValue(search, 150)
  const { data } = useUserSearch(q)
  const chosen = useUser(value ?? '', value !== undefined).data
  const users = data?.data ?? []
  const options = users.map((user) => ({ value: user.id, label: `${fullName(user)}` }))
  if (value && !users.some(({ id }) => id === value)) {
    options.unshift({ value, label: chosen ? fullName(chosen) : `${value.slice(0, 8)}…` })
  }
  return (
    <Select
      w={190}
      aria-label={label}
      placeholder={`Any ${label.toLowerCase()}`}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': `Any ${label.toLowerCase()}` }}
      nothingFoundMessage="No user matches"
      filter={({ options }) => options}
      data={options}
      value={value ?? null}
      onChange={(id) => onChange(id ?? undefined)}
      onSearchChange={setSearch}
    />
  )
}
