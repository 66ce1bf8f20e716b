import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useChange } from '~/api/change'
import { addToGroup, removeFromGroup } from '~/api/groups'
import { useMay, useOrganizationId } from '~/api/organization'
import type { ResourceGroup } from '~/api/types'
import { useUserGroups } from '~/api/users'
import { hrefs } from '~/hrefs'
import { Entries, Entry } from './Entries'
import { PickDialog } from './PickDialog'
import { GroupsField } from './pickers'
import { showDone } from './toasts'

/** The user groups that a user is in. */
export function HeldGroups({ userId, name, level = 2 }: { userId: string; name: string; level?: 2 | 3 }) {
  const organizationId = useOrganizationId()
  const { may } = useMay()
  const [adding, { open, close }] = useDisclosure()
  const query = useUserGroups(userId)
  const member = { targetId: userId, targetType: 'ITEM' as const }
  const back = useChange((group: ResourceGroup) => addToGroup(organizationId, group.id, member))
  const removal = useChange(
    async (group: ResourceGroup) => {
      await removeFromGroup(organizationId, group.id, member)
      return group
    },
    { done: (group) => showDone(`${name} removed from ${group.name}`, () => back.mutate(group)) },
  )
  const groups = query.data?.data ?? []
  const allowed = may('updateGroup')
  return (
    <>
      <Entries
        title="User Groups"
        level={level}
        query={query}
        count={groups.length}
        empty="In no user group."
        action={
          allowed && (
            <Button size="compact-sm" variant="light" leftSection={<IconPlus size={14} aria-hidden />} onClick={open}>
              Add to Groups
            </Button>
          )
        }
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
      </Entries>
      <PickDialog
        opened={adding}
        onClose={close}
        title="Add to Groups"
        verb="Add to Groups"
        field={(value, onChange) => (
          <GroupsField label="User groups" value={value} onChange={onChange} without={groups.map(({ id }) => id)} autoFocus />
        )}
        add={({ id }) => addToGroup(organizationId, id, member)}
        done={(added) => showDone(`${name} added to ${added.map(({ name }) => name).join(', ')}`)}
      />
    </>
  )
}
