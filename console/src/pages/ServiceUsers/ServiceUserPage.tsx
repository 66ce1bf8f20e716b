import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useParams, useRouter } from '@tanstack/react-router'
import { useChange } from '~/api/change'
import { useMay, useOrganizationId } from '~/api/organization'
import { deleteServiceUser, useServiceUser, useServiceUserPolicies } from '~/api/serviceUsers'
import type { ServiceUser } from '~/api/types'
import { Audited } from '~/components/Audited'
import { BackLink } from '~/components/BackLink'
import { ConfirmDialog } from '~/components/ConfirmDialog'
import { CopyButton } from '~/components/CopyButton'
import classes from '~/components/Details.module.css'
import { Fact, Facts } from '~/components/Facts'
import { HeldPolicies } from '~/components/HeldPolicies'
import { PageHead } from '~/components/Page'
import { Failed, Waiting } from '~/components/States'
import { StatusBadge } from '~/components/StatusBadge'
import { showDone } from '~/components/toasts'
import { useHrefs } from '~/hrefs'
import { AccessKeys } from './AccessKeys'

export default function ServiceUserPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const { data: user, error, refetch } = useServiceUser(id)
  if (error && !user) return <Failed error={error} again={() => void refetch()} order={1} />
  return user ? <Details user={user} /> : <Waiting />
}

function Details({ user }: { user: ServiceUser }) {
  const organizationId = useOrganizationId()
  const to = useHrefs()
  const router = useRouter()
  const { may } = useMay()
  const policies = useServiceUserPolicies(user.id)
  const [deleting, ask] = useDisclosure()
  const removal = useChange(() => deleteServiceUser(organizationId, user.id), {
    done: () => {
      showDone(`${user.name} is deleted`)
      router.history.push(to.serviceUsers)
    },
  })
  return (
    <>
      <PageHead
        title={user.name}
        section="Service users"
        lead={<BackLink href={to.serviceUsers}>Service users</BackLink>}
        actions={may('deleteServiceUser') && <Button color="red" variant="light" onClick={ask.open}>Delete</Button>}
      />
      <div className={classes.page}>
        <div className={classes.columns}>
          <div className={classes.column}>
            <div className={classes.card}>
              <AccessKeys serviceUserId={user.id} />
            </div>
            <div className={classes.card}>
              <HeldPolicies holder={{ type: 'serviceuser', id: user.id, name: user.name }} query={policies} />
            </div>
          </div>
          <div className={classes.column}>
            <section className={classes.card} aria-label="Details">
              <Facts>
                {user.status && <Fact name="Status"><StatusBadge status={user.status} /></Fact>}
                <Fact name="Service user ID">
                  <bdi className="code">{user.id}</bdi>
                  <CopyButton value={user.id} label="Copy the service user ID" />
                </Fact>
                <Audited of={user} />
              </Facts>
            </section>
          </div>
        </div>
      </div>
      <ConfirmDialog
        opened={deleting}
        onClose={ask.close}
        title={`Delete ${user.name}?`}
        verb="Delete"
        typeToConfirm={user.name}
        onConfirm={() => {
          ask.close()
          removal.mutate(undefined)
        }}
      >
        Its access keys stop working at once. This cannot be undone.
      </ConfirmDialog>
    </>
  )
}
