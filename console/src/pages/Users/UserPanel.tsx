import { ActionIcon, Button, Stack, Text, Title, Tooltip } from '@mantine/core'
import { IconChevronDown, IconChevronUp, IconExternalLink, IconPencil, IconX } from '@tabler/icons-react'
import { useEffect, useId, useRef, type KeyboardEvent } from 'react'
import { placeOf, rowAt, type List } from '~/api/lists'
import { useUserPolicies, useUser } from '~/api/users'
import type { User } from '~/api/types'
import { CopyButton } from '~/components/CopyButton'
import { CopyLink } from '~/components/CopyLink'
import { HeldGroups } from '~/components/HeldGroups'
import { HeldPolicies } from '~/components/HeldPolicies'
import { isLayerOpen } from '~/components/layers'
import { Initials } from '~/components/Initials'
import { fullName } from '~/components/names'
import { Failed, Waiting } from '~/components/States'
import { StatusBadge } from '~/components/StatusBadge'
import { useHrefs } from '~/hrefs'
import { EndOfAccess } from './EndOfAccess'
import { TemporaryPassword } from './TemporaryPassword'
import type { UserActs } from './useUserActs'
import { StatusButton } from './StatusButton'
import classes from './UserPanel.module.css'

type Props = { id: string; acts: UserActs; list: List<User>; onMove: (user: User) => void; onClose: () => void }

/** Beside the list, which stays usable: one user at a glance. Escape closes it. */
export function UserPanel({ id, acts, list, onMove, onClose }: Props) {
  const { data, error, refetch } = useUser(id)
  const heading = useId()
  const to = useHrefs()
  const panel = useRef<HTMLElement>(null)
  const index = list.rows.findIndex((row) => row.id === id)
  const place = placeOf(list, index)
  const previous = index < 0 ? undefined : rowAt(list, place - 1)
  const next = index < 0 ? undefined : rowAt(list, place + 1)
  // What the list already knows is shown while the rest is read.
  const user = data ?? list.rows[index]

  useEffect(() => {
    // Where the panel covers the list, it takes the focus.
    if (matchMedia('(max-width: 62em)').matches) panel.current?.focus()
  }, [])
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !isLayerOpen()) onClose()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  })

  const move = (to: User | undefined) => to && onMove(to)
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.ctrlKey && !event.metaKey) return
    if (event.key === 'ArrowDown') move(next)
    else if (event.key === 'ArrowUp') move(previous)
    else return
    event.preventDefault()
  }

  return (
    // oxlint-disable-next-line no-noninteractive-element-interactions -- Ctrl+↑/↓ works anywhere inside
    <aside ref={panel} className={classes.panel} aria-labelledby={heading} tabIndex={-1} onKeyDown={onKeyDown}>
      <div className={classes.head}>
        {user && <Initials of={user} size={40} />}
        <div className={classes.who}>
          <Title order={2} size="h4" id={heading}>
            {user ? <bdi>{fullName(user)}</bdi> : 'User'}
          </Title>
          {(user?.title || user?.company) && <bdi className={classes.job}>{[user.title, user.company].filter(Boolean).join(', ')}</bdi>}
          {user && <StatusBadge status={user.status} />}
        </div>
        <div className={classes.tools}>
          <Step label="Previous user" disabled={!previous} onClick={() => move(previous)} up />
          <Step label="Next user" disabled={!next} onClick={() => move(next)} />
          <CopyLink path={to.user(id)} />
          <Tooltip label="Close (Esc)">
            <ActionIcon variant="subtle" color="gray" aria-label="Close the user panel" onClick={onClose}>
              <IconX size={18} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </div>
      </div>
      {error && !user ? <Failed error={error} again={() => void refetch()} /> : !user ? <Waiting /> : <Body user={user} acts={acts} />}
    </aside>
  )
}

function Step({ label, disabled, onClick, up }: { label: string; disabled: boolean; onClick: () => void; up?: boolean }) {
  const Icon = up ? IconChevronUp : IconChevronDown
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" aria-label={label} disabled={disabled} onClick={onClick}>
        <Icon size={18} aria-hidden />
      </ActionIcon>
    </Tooltip>
  )
}

function Body({ user, acts }: { user: User; acts: UserActs }) {
  const policies = useUserPolicies(user.id)
  const to = useHrefs()
  const name = fullName(user)
  return (
    <Stack gap="lg" className={classes.body}>
      <dl className={classes.facts}>
        <dt>E-mail</dt>
        <dd>
          <bdi>{user.email}</bdi>
          <CopyButton value={user.email} label="Copy the e-mail address" />
        </dd>
        <dt>User name</dt>
        <dd>
          <bdi>{user.userName}</bdi>
          <CopyButton value={user.userName} label="Copy the user name" />
        </dd>
        <dt>User ID</dt>
        <dd>
          <bdi className="code">{user.id}</bdi>
          <CopyButton value={user.id} label="Copy the user ID" />
        </dd>
      </dl>
      <EndOfAccess key={`${user.id} ${user.version}`} user={user} disabled={!acts.may('updateUser')} />
      <TemporaryPassword user={user} />
      <HeldPolicies holder={{ type: 'user', id: user.id, name }} query={policies} level={3} />
      <HeldGroups userId={user.id} name={name} level={3} />
      <Stack gap="xs" className={classes.acts}>
        <Button component="a" href={to.user(user.id)} variant="default" leftSection={<IconExternalLink size={16} aria-hidden />}>
          Open full details
        </Button>
        {acts.may('updateUser') && (
          <Button variant="default" leftSection={<IconPencil size={16} aria-hidden />} onClick={() => acts.edit(user)} data-edit>
            Edit
          </Button>
        )}
        {acts.canResend(user) && (
          <Button variant="default" loading={acts.sending} onClick={() => acts.resend(user)}>
            Resend temporary password
          </Button>
        )}
        <StatusButton user={user} acts={acts} fullWidth />
        {acts.isMe(user) && (
          <Text size="sm" c="dimmed">
            This is you. Nobody can deactivate themselves.
          </Text>
        )}
      </Stack>
    </Stack>
  )
}
