import { useDebouncedValue } from '@mantine/hooks'
import { Spotlight, type SpotlightActionData, type SpotlightActionGroupData } from '@mantine/spotlight'
import {
  IconApps, IconFileText, IconHistory, IconKey, IconKeyboard, IconLifebuoy, IconMail, IconSearch, IconUser, IconUsers, IconUsersGroup,
} from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useUserSearch } from '~/api/users'
import { fullName } from '~/components/names'
import { useHrefs } from '~/hrefs'

/** Ctrl+K or ⌘K: go somewhere, or find a user. */
export function Palette({ onHelp }: { onHelp: () => void }) {
  const router = useRouter()
  const to = useHrefs()
  const [query, setQuery] = useState('')
  const [q] = useDebouncedValue(query.trim(), 150)
  const { data } = useUserSearch(q, q !== '')
  const go = (href: string) => () => router.history.push(href)

  const pages: SpotlightActionData[] = [
    { id: 'users', label: 'Users', leftSection: <IconUsers size={18} />, onClick: go(to.users) },
    { id: 'invite', label: 'Invite users', leftSection: <IconMail size={18} />, onClick: go(`${to.users}?open=invite`) },
    { id: 'service-users', label: 'Service users', leftSection: <IconKey size={18} />, onClick: go(to.serviceUsers) },
    { id: 'groups', label: 'User groups', leftSection: <IconUsersGroup size={18} />, onClick: go(to.groups) },
    { id: 'invitations', label: 'Invitations', leftSection: <IconMail size={18} />, onClick: go(to.invitations) },
    { id: 'policies', label: 'Permission policies', leftSection: <IconFileText size={18} />, onClick: go(to.policies) },
    { id: 'support', label: 'Support access', leftSection: <IconLifebuoy size={18} />, onClick: go(to.support) },
    { id: 'applications', label: 'Applications', leftSection: <IconApps size={18} />, onClick: go(to.applications) },
    { id: 'audit', label: 'Audit trail', leftSection: <IconHistory size={18} />, onClick: go(to.audit) },
    { id: 'help', label: 'Keyboard shortcuts', leftSection: <IconKeyboard size={18} />, onClick: onHelp },
  ]
  const users: SpotlightActionData[] = (q === '' ? [] : (data?.data ?? [])).map((user) => ({
    id: user.id,
    label: fullName(user),
    description: user.email,
    leftSection: <IconUser size={18} />,
    onClick: go(to.user(user.id)),
  }))
  const wanted = query.trim().toLowerCase()
  const groups: SpotlightActionGroupData[] = [
    { group: 'Go to', actions: pages.filter(({ label }) => label!.toLowerCase().includes(wanted)) },
    { group: 'Users', actions: users },
  ].filter(({ actions }) => actions.length > 0)

  return (
    <Spotlight
      actions={groups}
      // The server has already matched the users.
      filter={(_, actions) => actions}
      query={query}
      onQueryChange={setQuery}
      shortcut={['mod + K']}
      highlightQuery
      scrollable
      maxHeight={420}
      nothingFound="Nothing found"
      attributes={{ content: { 'aria-label': 'Search or run a command' } }}
      searchProps={{
        leftSection: <IconSearch size={18} aria-hidden />,
        placeholder: 'Go to a page or find a user',
        'aria-label': 'Go to a page or find a user',
      }}
    />
  )
}
