import type { SpotlightActionData } from '@mantine/spotlight'
import { IconCopy, IconHistory, IconMail, IconPencil, IconShieldQuestion, IconUserCheck, IconUserOff } from '@tabler/icons-react'
import { useLocation, useRouter } from '@tanstack/react-router'
import { useUser } from '~/api/users'
import { writeClipboard } from '~/components/CopyButton'
import { fullName } from '~/components/names'
import { showDone } from '~/components/toasts'
import { useHrefs } from '~/hrefs'
import { useUserActs } from '~/pages/Users/useUserActs'

/** What can be done to the user of the page or the panel that is open. */
export function useCurrentUserActs() {
  const router = useRouter()
  const to = useHrefs()
  const acts = useUserActs()
  const id = useLocation({
    select: ({ pathname, search }) => /\/access\/users\/([^/]+)$/.exec(pathname)?.[1] ?? (search as { user?: string }).user ?? '',
  })
  const user = useUser(id, id !== '').data
  if (!user) return { name: '', actions: [], dialog: acts.dialog }
  const act = (label: string, Icon: typeof IconCopy, onClick: () => void): SpotlightActionData => ({
    id: `user ${label}`,
    label,
    leftSection: <Icon size={18} aria-hidden />,
    onClick,
  })
  const mayChange = acts.may('updateUser')
  const actions = [
    ...(mayChange ? [act('Edit', IconPencil, () => acts.edit(user))] : []),
    act('Check access', IconShieldQuestion, () => router.history.push(to.user(user.id, 'access'))),
    act('Audit Trail', IconHistory, () => router.history.push(to.user(user.id, 'audit'))),
    act('Copy ID', IconCopy, () => void writeClipboard(user.id).then(() => showDone('ID copied'))),
    ...(acts.canResend(user) ? [act('Resend temporary password', IconMail, () => acts.resend(user))] : []),
    ...(mayChange && user.active && !acts.isMe(user) ? [act('Deactivate User', IconUserOff, () => acts.askToDeactivate(user))] : []),
    ...(mayChange && !user.active ? [act('Activate User', IconUserCheck, () => acts.activate(user))] : []),
  ]
  return { name: fullName(user), actions, dialog: acts.dialog }
}
