import { addToGroup, removeFromGroup } from '~/api/groups'
import { useMay, useOrganizationId } from '~/api/organization'
import type { ResourceGroup } from '~/api/types'
import { useInheritedGroups, useUserGroups } from '~/api/users'
import { hrefs } from '~/hrefs'
import { Entry } from './Entries'
import { namesOf, PickedEntries } from './PickedEntries'
import { GroupsField } from './pickers'
import { showDone } from './toasts'
import { useRemoval } from './useRemoval'

/** The user groups that a user is in: directly, and through groups that hold those. */
export function HeldGroups({ userId, name, level = 2 }: { userId: string; name: string; level?: 2 | 3 }) {
  const organizationId = useOrganizationId()
  const { may } = useMay()
  const query = useUserGroups(userId)
  const groups = query.data?.data ?? []
  const inherited = useInheritedGroups(userId).filter(({ id }) => groups.every((group) => group.id !== id))
  const member = { targetId: userId, targetType: 'ITEM' as const }
  const removal = useRemoval<ResourceGroup>({
    remove: ({ id }) => removeFromGroup(organizationId, id, member),
    restore: ({ id }) => addToGroup(organizationId, id, member),
    told: (group) => `${name} removed from ${group.name}`,
  })
  const allowed = may('updateGroup')
  return (
    <PickedEntries
      title="User Groups"
      level={level}
      query={query}
      count={groups.length}
      empty="In no user group."
      adding={[
        allowed && {
          verb: 'Add to Groups',
          field: (value, onChange, error) => (
            <GroupsField label="User groups" value={value} onChange={onChange} error={error} without={groups.map(({ id }) => id)} autoFocus />
          ),
          add: ({ id }) => addToGroup(organizationId, id, member),
          done: (added) => showDone(`${name} added to ${namesOf(added)}`),
        },
      ]}
    >
      {groups.map((group) => (
        <Entry
          key={group.id}
          href={hrefs(organizationId).group(group.id)}
          name={group.name}
          onRemove={allowed ? () => removal.mutate(group) : undefined}
          removeLabel={`Remove from ${group.name}`}
        />
      ))}
      {inherited.map((group) => (
        <Entry key={group.id} href={hrefs(organizationId).group(group.id)} name={group.name} note="Inherited" />
      ))}
    </PickedEntries>
  )
}
