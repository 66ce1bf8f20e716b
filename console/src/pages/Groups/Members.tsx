import { Button } from '@mantine/core'
import { IconUsersGroup } from '@tabler/icons-react'
import { addToGroup, removeFromGroup, useGroupMembers, type Member } from '~/api/groups'
import { useMay, useOrganizationId } from '~/api/organization'
import type { ResourceGroup, ResourceGroupItem } from '~/api/types'
import { Entry } from '~/components/Entries'
import { namesOf, PickedEntries, type Adding } from '~/components/PickedEntries'
import { GroupsField, UsersField } from '~/components/pickers'
import { showDone } from '~/components/toasts'
import { useRemoval } from '~/components/useRemoval'
import { useHrefs } from '~/hrefs'

const nameOf = (member: ResourceGroupItem) => member.targetName || member.targetId
const key = ({ targetId, targetType }: ResourceGroupItem) => ({ targetId, targetType })

/** Who is in a group: users, and groups, whose members are in it too. */
export function Members({ group }: { group: ResourceGroup }) {
  const organizationId = useOrganizationId()
  const { may } = useMay()
  const list = useGroupMembers(group.id)
  const removal = useRemoval<ResourceGroupItem>({
    remove: (member) => removeFromGroup(organizationId, group.id, key(member)),
    restore: (member) => addToGroup(organizationId, group.id, key(member)),
    told: (member) => `${nameOf(member)} removed from ${group.name}`,
  })
  const allowed = may('updateGroup')
  const there = list.rows.map(({ targetId }) => targetId)
  const add = (targetType: Member['targetType'], verb: string, field: Adding['field']): Adding => ({
    verb,
    title: `${verb} to ${group.name}`,
    field,
    add: ({ id }) => addToGroup(organizationId, group.id, { targetId: id, targetType }),
    done: (added) => showDone(`${namesOf(added)} added to ${group.name}`),
  })
  return (
    <>
      <PickedEntries
        title="Members"
        query={{ isPending: list.loading, error: list.error, refetch: (async () => list.again()) as never }}
        count={list.hasMore ? (group.items ?? list.rows.length) : list.rows.length}
        empty="Nobody is in this group yet. Add users, or whole groups: their members then belong to this group too."
        adding={[
          allowed && add('ITEM', 'Add members', (value, onChange, error) => <UsersField error={error} value={value} onChange={onChange} without={there} autoFocus />),
          allowed &&
            add('GROUP', 'Add groups', (value, onChange, error) => (
              <GroupsField error={error} label="User groups" value={value} onChange={onChange} without={[...there, group.id]} autoFocus />
            )),
        ]}
      >
        {list.rows.map((member) =>
          member.targetType === 'GROUP' ? (
            <NestedGroup key={member.targetId} member={member} onRemove={allowed ? () => removal.mutate(member) : undefined} />
          ) : (
            <User key={member.targetId} member={member} onRemove={allowed ? () => removal.mutate(member) : undefined} />
          ),
        )}
      </PickedEntries>
      {list.hasMore && (
        <Button mt="sm" fullWidth variant="default" loading={list.loadingMore} onClick={list.more}>
          Load more
        </Button>
      )}
    </>
  )
}

type EntryProps = { member: ResourceGroupItem; onRemove?: () => void }

const User = ({ member, onRemove }: EntryProps) => (
  <Entry href={useHrefs().user(member.targetId)} name={nameOf(member)} onRemove={onRemove} removeLabel={`Remove ${nameOf(member)}`} />
)

/** A group within: its own members follow, who belong here by it and can only be removed there. */
function NestedGroup({ member, onRemove }: EntryProps) {
  const to = useHrefs()
  const within = useGroupMembers(member.targetId)
  return (
    <>
      <Entry
        href={to.group(member.targetId)}
        name={nameOf(member)}
        note="Group"
        icon={<IconUsersGroup size={14} aria-hidden />}
        onRemove={onRemove}
        removeLabel={`Remove ${nameOf(member)}`}
      />
      {within.rows.map((inner) => (
        <Entry
          key={inner.targetId}
          inner
          href={inner.targetType === 'GROUP' ? to.group(inner.targetId) : to.user(inner.targetId)}
          name={nameOf(inner)}
          note={inner.targetType === 'GROUP' ? `Group, through ${nameOf(member)}` : `through ${nameOf(member)}`}
        />
      ))}
      {within.hasMore && <Entry inner href={to.group(member.targetId)} name="More" note={`in ${nameOf(member)}`} />}
    </>
  )
}
