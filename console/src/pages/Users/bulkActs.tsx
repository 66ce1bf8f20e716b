import type { ReactNode } from 'react'
import type { Undo } from '~/api/bulk'
import { addToGroup, removeFromGroup } from '~/api/groups'
import { addPolicy, removePolicy } from '~/api/policies'
import type { User } from '~/api/types'
import { activateUser, deactivateUser, readUserGroups, readUserPolicies, resendTemporaryPassword, setEndOfAccess } from '~/api/users'
import { endOfDay } from '~/components/dates'
import { EndDateField } from '~/components/EndDateField'
import { fullName } from '~/components/names'
import type { Choice } from '~/components/PickMany'
import { GroupsField, PoliciesField } from '~/components/pickers'

/** What is asked for before a bulk act begins. */
export type Details = { choices: Choice[]; date: string | null }

export type BulkAct = {
  /** The button. */
  label: string
  /** “Deactivate 3 users?” */
  title: (users: string) => string
  verb: string
  danger?: boolean
  note?: string
  /** What must be chosen; absent: nothing. */
  field?: (details: Details, onChange: (details: Details) => void) => ReactNode
  isReady?: (details: Details) => boolean
  /** Why somebody is left out. */
  skip: (user: User) => string | undefined
  /** Does it to one and says how to take it back. */
  act: (user: User, details: Details) => Promise<Undo | undefined>
}

type Context = { organizationId: string; zone: string; isMe: (user: User) => boolean }

export type BulkName = 'deactivate' | 'activate' | 'group' | 'policy' | 'end' | 'resend'

export function bulkActs({ organizationId, zone, isMe }: Context): Record<BulkName, BulkAct> {
  const add = async (wanted: Choice[], held: string[], give: (id: string) => Promise<unknown>, take: (id: string) => Promise<unknown>) => {
    // Only what was not there before may be taken away by Undo.
    const added: string[] = []
    for (const { id } of wanted.filter((choice) => !held.includes(choice.id))) {
      await give(id)
      added.push(id)
    }
    if (added.length === 0) return undefined
    return async () => {
      for (const id of added) await take(id)
    }
  }
  return {
    deactivate: {
      label: 'Deactivate',
      title: (users) => `Deactivate ${users}?`,
      verb: 'Deactivate',
      danger: true,
      note: 'They are signed out at once. They stay in the organization and can be activated again.',
      skip: (user) => (isMe(user) ? 'This is you. Nobody can deactivate themselves.' : user.active ? undefined : 'Is inactive already'),
      act: async ({ id }) => {
        await deactivateUser(organizationId, id)
        return () => activateUser(organizationId, id)
      },
    },
    activate: {
      label: 'Activate',
      title: (users) => `Activate ${users}?`,
      verb: 'Activate',
      skip: (user) => (user.active ? 'Is active already' : undefined),
      act: async ({ id }) => {
        await activateUser(organizationId, id)
        return () => deactivateUser(organizationId, id)
      },
    },
    group: {
      label: 'Add to group',
      title: (users) => `Add ${users} to groups`,
      verb: 'Add to Groups',
      field: (details, onChange) => <GroupsField label="User groups" value={details.choices} onChange={(choices) => onChange({ ...details, choices })} autoFocus />,
      isReady: ({ choices }) => choices.length > 0,
      skip: () => undefined,
      act: async ({ id }, { choices }) => {
        const member = { targetId: id, targetType: 'ITEM' as const }
        return add(
          choices,
          await readUserGroups(organizationId, id),
          (group) => addToGroup(organizationId, group, member),
          (group) => removeFromGroup(organizationId, group, member),
        )
      },
    },
    policy: {
      label: 'Add policy',
      title: (users) => `Add permission policies to ${users}`,
      verb: 'Add Permission Policy',
      field: (details, onChange) => <PoliciesField value={details.choices} onChange={(choices) => onChange({ ...details, choices })} autoFocus />,
      isReady: ({ choices }) => choices.length > 0,
      skip: () => undefined,
      act: async (user, { choices }) => {
        const holder = { type: 'user' as const, id: user.id, name: fullName(user) }
        return add(
          choices,
          await readUserPolicies(organizationId, user.id),
          (policy) => addPolicy(organizationId, policy, holder),
          (policy) => removePolicy(organizationId, policy, holder),
        )
      },
    },
    end: {
      label: 'Set end date',
      title: (users) => `Set the access end date of ${users}`,
      verb: 'Set end date',
      field: (details, onChange) => (
        <EndDateField label="Access end date" description="Without a date, access does not end." value={details.date} onChange={(date) => onChange({ ...details, date })} />
      ),
      skip: () => undefined,
      act: async (user, { date }) => {
        const saved = await setEndOfAccess(organizationId, user.id, user.version, date === null ? null : endOfDay(date, zone))
        return () => setEndOfAccess(organizationId, user.id, saved.version, user.dtEndAccess ?? null)
      },
    },
    resend: {
      label: 'Resend temporary password',
      title: (users) => `Send a new temporary password to ${users}?`,
      verb: 'Resend',
      note: 'The one before stops working.',
      skip: (user) => (user.signInState === 'password' ? 'Has chosen a password already' : undefined),
      act: async ({ id }) => {
        await resendTemporaryPassword(organizationId, id)
        return undefined
      },
    },
  }
}
