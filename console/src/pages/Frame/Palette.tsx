import { Kbd } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Spotlight, type SpotlightActionData } from '@mantine/spotlight'
import {
  IconApps, IconFileText, IconHistory, IconKey, IconKeyboard, IconLifebuoy, IconMail, IconSearch, IconUser, IconUsers, IconUsersGroup,
} from '@tabler/icons-react'
import { useLocation, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useFound, type Found } from '~/api/search'
import { useMay, useOrganizationId } from '~/api/organization'
import { useVisited } from '~/components/visited'
import { useHrefs } from '~/hrefs'
import { useCurrentUserActs } from './useCurrentUserActs'

const signs: Record<Found['kind'], typeof IconUser> = {
  Users: IconUser,
  'User groups': IconUsersGroup,
  'Permission policies': IconFileText,
  'Service users': IconKey,
  Applications: IconApps,
}

/** Ctrl+K or ⌘K: go somewhere, find something by its name or id, or do something to the user one looks at. */
export function Palette({ onHelp }: { onHelp: () => void }) {
  const router = useRouter()
  const [query, setQuery] = useState('')
  const [q] = useDebouncedValue(query.trim(), 150)
  const found = useFound(q).data ?? []
  const pages = usePages(onHelp)
  const visited = useVisited()
  const organizationId = useOrganizationId()
  const here = useLocation({ select: ({ pathname }) => pathname })
  const current = useCurrentUserActs()
  const go = (href: string) => () => router.history.push(href)

  const wanted = query.trim().toLowerCase()
  const matching = (actions: SpotlightActionData[]) => actions.filter(({ label }) => label!.toLowerCase().includes(wanted))
  const recent = visited.filter(({ href }) => href !== here && href.startsWith(`/o/${organizationId}/`))
  const things = (kind: Found['kind']) => {
    const Icon = signs[kind]
    return found
      .filter((one) => q !== '' && one.kind === kind)
      .map(({ id, name, note, href }) => ({ id, label: name, description: note, leftSection: <Icon size={18} aria-hidden />, onClick: go(href) }))
  }
  const groups = [
    { group: 'Recent', actions: matching(recent.map(({ title, section, href }) => ({ id: `recent ${href}`, label: title, description: section, leftSection: <IconHistory size={18} aria-hidden />, onClick: go(href) }))) },
    { group: current.name, actions: matching(current.actions) },
    { group: 'Go to', actions: matching(pages) },
    ...(Object.keys(signs) as Found['kind'][]).map((kind) => ({ group: kind, actions: things(kind) })),
  ].filter(({ actions }) => actions.length > 0)

  return (
    <>
      <Spotlight
        actions={groups}
        // The server has already matched what it found.
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
          placeholder: 'Go to a page, or find by name or ID',
          'aria-label': 'Go to a page, or find by name or ID',
        }}
      />
      {current.dialog}
    </>
  )
}

function usePages(onHelp: () => void): SpotlightActionData[] {
  const router = useRouter()
  const to = useHrefs()
  const { may } = useMay()
  const page = (label: string, Icon: typeof IconUser, href: string, keys?: string): SpotlightActionData => ({
    id: label,
    label,
    leftSection: <Icon size={18} aria-hidden />,
    rightSection: keys && <Kbd size="xs" aria-hidden>{keys}</Kbd>,
    onClick: () => router.history.push(href),
  })
  return [
    page('Users', IconUsers, to.users, 'g u'),
    ...(may('invite') ? [page('Invite users', IconMail, `${to.users}?open=invite`, 'c')] : []),
    page('Service users', IconKey, to.serviceUsers, 'g s'),
    page('User groups', IconUsersGroup, to.groups, 'g g'),
    page('Invitations', IconMail, to.invitations, 'g i'),
    page('Permission policies', IconFileText, to.policies, 'g p'),
    page('Support access', IconLifebuoy, to.support),
    page('Applications', IconApps, to.applications, 'g x'),
    page('Audit trail', IconHistory, to.audit, 'g a'),
    { ...page('Keyboard shortcuts', IconKeyboard, '', '?'), onClick: onHelp },
  ]
}
