import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useParams, useRouter } from '@tanstack/react-router'
import { useChange } from '~/api/change'
import { deleteGroup, renameGroup, useGroup, useGroupPolicies } from '~/api/groups'
import { useMay, useOrganizationId } from '~/api/organization'
import type { ResourceGroup } from '~/api/types'
import { Audited } from '~/components/Audited'
import { BackLink } from '~/components/BackLink'
import { ConfirmDialog } from '~/components/ConfirmDialog'
import { CopyButton } from '~/components/CopyButton'
import classes from '~/components/Details.module.css'
import { Fact, Facts } from '~/components/Facts'
import { HeldPolicies } from '~/components/HeldPolicies'
import { NameDialog } from '~/components/NameDialog'
import { PageHead } from '~/components/Page'
import { Failed, Waiting } from '~/components/States'
import { showDone } from '~/components/toasts'
import { useHrefs } from '~/hrefs'
import { Members } from './Members'

export default function GroupPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const { data: group, error, refetch } = useGroup(id)
  if (error && !group) return <Failed error={error} again={() => void refetch()} order={1} />
  return group ? <Details group={group} /> : <Waiting />
}

function Details({ group }: { group: ResourceGroup }) {
  const organizationId = useOrganizationId()
  const to = useHrefs()
  const router = useRouter()
  const { may } = useMay()
  const policies = useGroupPolicies(group.id)
  const [renaming, rename] = useDisclosure()
  const [deleting, ask] = useDisclosure()
  const removal = useChange(() => deleteGroup(organizationId, group.id), {
    done: () => {
      showDone(`${group.name} is deleted`)
      router.history.push(to.groups)
    },
  })
  return (
    <>
      <PageHead
        title={group.name}
        section="User groups"
        lead={<BackLink href={to.groups}>User groups</BackLink>}
        actions={
          <>
            {may('updateGroup') && <Button variant="default" onClick={rename.open}>Rename</Button>}
            {may('deleteGroup') && <Button color="red" variant="light" onClick={ask.open}>Delete</Button>}
          </>
        }
      />
      <div className={classes.page}>
        <div className={classes.columns}>
          <div className={classes.column}>
            <div className={classes.card}>
              <Members group={group} />
            </div>
          </div>
          <div className={classes.column}>
            <div className={classes.card}>
              <HeldPolicies holder={{ type: 'usergroup', id: group.id, name: group.name }} query={policies} />
            </div>
            <section className={classes.card} aria-label="Details">
              <Facts>
                <Fact name="Group ID">
                  <bdi className="code">{group.id}</bdi>
                  <CopyButton value={group.id} label="Copy the group ID" />
                </Fact>
                <Audited of={group} />
              </Facts>
            </section>
          </div>
        </div>
      </div>
      <NameDialog
        opened={renaming}
        onClose={rename.close}
        title={`Rename ${group.name}`}
        verb="Rename"
        initial={group.name}
        save={(name) => renameGroup(organizationId, group.id, { name, version: group.version })}
        done={(renamed) => showDone(`The group is now called ${renamed.name}`)}
      />
      <ConfirmDialog
        opened={deleting}
        onClose={ask.close}
        title={`Delete ${group.name}?`}
        verb="Delete"
        typeToConfirm={group.name}
        onConfirm={() => {
          ask.close()
          removal.mutate(undefined)
        }}
      >
        Its members stay users, but lose what only this group gives them. This cannot be undone.
      </ConfirmDialog>
    </>
  )
}
