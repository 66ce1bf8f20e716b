import { useParams } from '@tanstack/react-router'
import { useMay, useOrganizationId } from '~/api/organization'
import { deleteServiceUser, useServiceUser, useServiceUserPolicies } from '~/api/serviceUsers'
import type { ServiceUser } from '~/api/types'
import { Audited } from '~/components/Audited'
import { Card, DetailsCard, DetailsFrame } from '~/components/DetailsFrame'
import { Fact, Facts, IdFact } from '~/components/Facts'
import { HeldPolicies } from '~/components/HeldPolicies'
import { Loaded } from '~/components/States'
import { StatusBadge } from '~/components/StatusBadge'
import { useHrefs } from '~/hrefs'
import { AccessKeys } from './AccessKeys'

export default function ServiceUserPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  return <Loaded query={useServiceUser(id)}>{(user) => <Details user={user} />}</Loaded>
}

function Details({ user }: { user: ServiceUser }) {
  const organizationId = useOrganizationId()
  const to = useHrefs()
  const { may } = useMay()
  const policies = useServiceUserPolicies(user.id)
  return (
    <DetailsFrame
      title={user.name}
      section="Service users"
      listHref={to.serviceUsers}
      deletion={
        may('deleteServiceUser')
          ? { act: () => deleteServiceUser(organizationId, user.id), warning: 'Its access keys stop working at once.', careful: true }
          : undefined
      }
      main={
        <>
          <Card>
            <AccessKeys serviceUser={user} />
          </Card>
          <Card>
            <HeldPolicies holder={{ type: 'serviceuser', id: user.id, name: user.name }} query={policies} />
          </Card>
        </>
      }
      aside={
        <DetailsCard>
          <Facts>
            {user.status && <Fact name="Status"><StatusBadge status={user.status} /></Fact>}
            <IdFact name="Service user ID" id={user.id} />
            <Audited of={user} />
          </Facts>
        </DetailsCard>
      }
    />
  )
}
