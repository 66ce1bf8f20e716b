import { Alert, Button } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useParams, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useChange } from '~/api/change'
import { useMay, useOrganizationId } from '~/api/organization'
import { deletePolicy, usePolicy } from '~/api/policies'
import type { PermissionPolicy } from '~/api/types'
import { Audited } from '~/components/Audited'
import { BackLink } from '~/components/BackLink'
import { ConfirmDialog } from '~/components/ConfirmDialog'
import { CopyButton } from '~/components/CopyButton'
import classes from '~/components/Details.module.css'
import { Fact, Facts } from '~/components/Facts'
import { PageHead } from '~/components/Page'
import { Failed, Waiting } from '~/components/States'
import { showDone } from '~/components/toasts'
import { useHrefs } from '~/hrefs'
import { Statements } from './Statements'

export default function PolicyPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const { data: policy, error, refetch } = usePolicy(id)
  if (error && !policy) return <Failed error={error} again={() => void refetch()} order={1} />
  return policy ? <Details policy={policy} /> : <Waiting />
}

function Details({ policy }: { policy: PermissionPolicy }) {
  const organizationId = useOrganizationId()
  const to = useHrefs()
  const router = useRouter()
  const { may } = useMay()
  const [asked, setAsked] = useState(false)
  const removal = useChange(() => deletePolicy(organizationId, policy.id), {
    done: () => {
      showDone(`${policy.name} is deleted`)
      router.history.push(to.policies)
    },
  })
  const { users = 0, userGroups = 0, serviceUsers = 0, supportUsers = 0 } = policy.attachments ?? {}
  const holders = users + userGroups + serviceUsers + supportUsers
  const custom = !policy.managedPolicy
  return (
    <>
      <PageHead
        title={policy.name}
        section="Permission policies"
        lead={<BackLink href={to.policies}>Permission policies</BackLink>}
        actions={
          custom && (
            <>
              {may('updatePolicy') && <Button component="a" variant="default" href={to.editPolicy(policy.id)}>Edit</Button>}
              {may('deletePolicy') && <Button color="red" variant="light" onClick={() => setAsked(true)}>Delete</Button>}
            </>
          )
        }
      />
      <div className={classes.page}>
        <div className={classes.columns}>
          <div className={classes.column}>
            {!custom && (
              <Alert variant="light" icon={<IconLock size={18} aria-hidden />} title="A managed policy">
                Gatehouse keeps it the same in every organization; it cannot be edited or deleted.
              </Alert>
            )}
            <div className={classes.card}>
              <Statements statements={policy.permissionPolicy} />
            </div>
          </div>
          <div className={classes.column}>
            <section className={classes.card} aria-label="Details">
              <Facts>
                <Fact name="Type">{custom ? 'Custom' : 'Managed'}</Fact>
                {policy.attachments && (
                  <Fact name="Given to">
                    {[[users, 'user'], [userGroups, 'user group'], [serviceUsers, 'service user'], [supportUsers, 'support access']]
                      .filter(([count]) => Number(count) > 0)
                      .map(([count, word]) => `${count} ${word}${count === 1 || word === 'support access' ? '' : 's'}`)
                      .join(', ') || 'Nobody'}
                  </Fact>
                )}
                <Fact name="Policy ID">
                  <bdi className="code">{policy.id}</bdi>
                  <CopyButton value={policy.id} label="Copy the policy ID" />
                </Fact>
                <Audited of={policy} />
              </Facts>
            </section>
          </div>
        </div>
      </div>
      <ConfirmDialog
        opened={asked}
        onClose={() => setAsked(false)}
        title={`Delete ${policy.name}?`}
        verb="Delete"
        typeToConfirm={holders > 0 ? policy.name : undefined}
        onConfirm={() => {
          setAsked(false)
          removal.mutate(undefined)
        }}
      >
        {holders > 0
          ? `It is given to ${holders === 1 ? 'one holder' : `${holders} holders`}, who lose what only this policy allows. This cannot be undone.`
          : 'Nobody holds it. This cannot be undone.'}
      </ConfirmDialog>
    </>
  )
}
