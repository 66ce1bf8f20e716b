import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus, IconUsersGroup } from '@tabler/icons-react'
import { useChange } from '~/api/change'
import { addToGroup, removeFromGroup, useGroupMembers } from '~/api/groups'
import { useMay, useOrganizationId } from '~/api/organization'
import type { ResourceGroup, ResourceGroupItem } from '~/api/types'
import { Entries, Entry } from '~/components/Entries'
import { PickDialog } from '~/components/PickDialog'
import { UsersField } from '~/components/pickers'
import { showDone } from '~/components/toasts'
import { useHrefs } from '~/hrefs'

const nameOf = (member: ResourceGroupItem) => member.targetName || member.targetId
const key = ({ targetId, targetType }: ResourceGroupItem) => ({ targetId, targetType })

/** Who is in a group: users, and groups within it. */
export function Members({ group }: { group: ResourceGroup }) {
  const organizationId = useOrganizationId()
  const to = useHrefs()
  const { may } = useMay()
  const list = useGroupMembers(group.id)
  const [adding, { open, close }] = useDisclosure()
  const back = useChange((member: ResourceGroupItem) => addToGroup(organizationId, group.id, key(member)))
  const removal = useChange(
    async (member: ResourceGroupItem) => {
      await removeFromGroup(organizationId, group.id, key(member))
      return member
    },
    { done: (member) => showDone(`${nameOf(member)} removed from ${group.name}`, () => back.mutate(member)) },
  )
  const allowed = may('updateGroup')
  const refetch = async () => list.again()
  return (
    <>
      <Entries
        title="Members"
        query={{ isPending: list.loading, error: list.error, refetch: refetch as never }}
        count={list.rows.length}
        empty="Nobody is in this group yet."
        action={
          allowed && (
            <Button size="compact-sm" variant="light" leftSection={<IconPlus size={14} aria-hidden />} onClick={open}>
              Add members
            </Button>
          )
        }
      >
        {list.rows.map((member) => (
          <Entry
            key={member.targetId}
            href={member.targetType === 'GROUP' ? to.group(member.targetId) : to.user(member.targetId)}
            name={nameOf(member)}
            note={member.targetType === 'GROUP' ? 'Group' : undefined}
            icon={member.targetType === 'GROUP' ? <IconUsersGroup size={14} aria-hidden /> : undefined}
            onRemove={allowed ? () => removal.mutate(member) : undefined}
            removeLabel={`Remove ${nameOf(member)}`}
          />
        ))}
      </Entries>
      {list.hasMore && (
        <Button mt="sm" fullWidth variant="default" loading={list.loadingMore} onClick={list.more}>
          Load more
        </Button>
      )}
      <PickDialog
        opened={adding}
        onClose={close}
        title={`Add members to ${group.name}`}
        verb="Add members"
        field={(value, onChange) => (
          <UsersField value={value} onChange={onChange} without={list.rows.map(({ targetId }) => targetId)} autoFocus />
        )}
        add={({ id }) => addToGroup(organizationId, group.id, { targetId: id, targetType: 'ITEM' })}
        done={(added) => showDone(`${added.map(({ name }) => name).join(', ')} added to ${group.name}`)}
      />
    </>
  )
}
