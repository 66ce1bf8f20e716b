import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useGroups } from '~/api/groups'
import { usePolicies } from '~/api/policies'
import { useUserSearch } from '~/api/users'
import { fullName } from './names'
import { PickMany, type Choice } from './PickMany'

type Props = {
  label?: string
  value: Choice[]
  onChange: (value: Choice[]) => void
  /** Those that are already there and are not offered. */
  without?: string[]
  autoFocus?: boolean
  error?: string
}

const rest = (choices: Choice[], without?: string[]) => choices.filter(({ id }) => !without?.includes(id))

export function PoliciesField({ label = 'Permission policies', without, ...props }: Props) {
  const [search, setSearch] = useState('')
  const [q] = useDebouncedValue(search, 150)
  const { rows, loading, outdated } = usePolicies(q)
  const choices = rows.map(({ id, name, managedPolicy }) => ({ id, name, note: managedPolicy ? 'Managed' : 'Custom' }))
  return (
    <PickMany
      {...props}
      label={label}
      placeholder="Filter policies"
      choices={rest(choices, without)}
      search={search}
      onSearch={setSearch}
      loading={loading}
      outdated={outdated || q !== search}
      nothing="No policy matches"
    />
  )
}

export function GroupsField({ label = 'Add to Groups', without, ...props }: Props) {
  const [search, setSearch] = useState('')
  const [q] = useDebouncedValue(search, 150)
  const { rows, loading, outdated } = useGroups(q)
  const choices = rows.map(({ id, name, items }) => ({ id, name, note: items === undefined ? undefined : `${items}` }))
  return (
    <PickMany
      {...props}
      label={label}
      placeholder="Filter groups"
      choices={rest(choices, without)}
      search={search}
      onSearch={setSearch}
      loading={loading}
      outdated={outdated || q !== search}
      nothing="No group matches"
    />
  )
}

export function UsersField({ label = 'Users', without, ...props }: Props) {
  const [search, setSearch] = useState('')
  const [q] = useDebouncedValue(search, 150)
  const { data, isLoading, isPlaceholderData } = useUserSearch(q)
  const choices = (data?.data ?? []).map((user) => ({ id: user.id, name: fullName(user), note: user.email }))
  return (
    <PickMany
      {...props}
      label={label}
      placeholder="Search name or e-mail"
      choices={rest(choices, without)}
      search={search}
      onSearch={setSearch}
      loading={isLoading}
      outdated={isPlaceholderData || q !== search}
      nothing="No user matches"
    />
  )
}
