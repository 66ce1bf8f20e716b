import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useParams } from '@tanstack/react-router'
import { deleteGroup, renameGroup, useGroup, useGroupPolicies } from '~/api/groups'
import { useMay, useOrganizationId } from '~/api/organization'
import type { ResourceGroup } from '~/api/types'
import { Audited } from '~/components/Audited'
import { Card, DetailsCard, DetailsFrame } from '~/components/DetailsFrame'
import { Facts, IdFact } from '~/components/Facts'
import { HeldPolicies } from '~/components/HeldPolicies'
import { NameDialog } from '~/components/NameDialog'
import { Loaded } from '~/components/States'
import { showDone } from '~/components/toasts'
import { useHrefs } from '~/hrefs'
import { Members } from './Members'

export default function GroupPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  return <Loaded query={useGroup(id)}>{(group) => <Details group={group} />}</Loaded>
}

function Details({ group }: { group: ResourceGroup }) {
  const organizationId = useOrganizationId()
  const to = useHrefs()
  const { may } = useMay()
  const policies = useGroupPolicies(group.id)
  const [renaming, rename] = useDisclosure()
  return (
    <>
      <DetailsFrame
        title={group.name}
        section="User groups"
        listHref={to.groups}
        actions={may('updateGroup') && <Button variant="default" onClick={rename.open} data-edit>Rename</Button>}
        deletion={
          may('deleteGroup')
            ? { act: () => deleteGroup(organizationId, group.id), warning: 'Its members stay users, but lose what only this group gives them.', careful: true }
            : undefined
        }
        main={
          <Card>
            <Members group={group} />
          </Card>
        }
        aside={
          <>
            <Card>
              <HeldPolicies holder={{ type: 'usergroup', id: group.id, name: group.name }} query={policies} />
            </Card>
            <DetailsCard>
              <Facts>
                <IdFact name="Group ID" id={group.id} />
                <Audited of={group} />
              </Facts>
            </DetailsCard>
          </>
        }
      />
      <NameDialog
        opened={renaming}
        onClose={rename.close}
        title={`Rename ${group.name}`}
        verb="Rename"
        initial={group.name}
        save={(name) => renameGroup(organizationId, group.id, { name, version: group.version })}
        done={(renamed) => showDone(`The group is now called ${renamed.name}`)}
      />
    </>
  )
}
