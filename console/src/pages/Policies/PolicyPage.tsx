import { Alert, Button, Tabs, Text } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { z } from 'zod'
import { useMay, useOrganizationId } from '~/api/organization'
import { deletePolicy, usePolicy } from '~/api/policies'
import type { PermissionPolicy } from '~/api/types'
import { Audited } from '~/components/Audited'
import { Card, DetailsCard, DetailsFrame } from '~/components/DetailsFrame'
import { Fact, Facts, IdFact } from '~/components/Facts'
import { Loaded } from '~/components/States'
import { oneOf, useFilters } from '~/filters'
import { useHrefs } from '~/hrefs'
import { GivenToEverybody } from './GivenToEverybody'
import { PolicyHistory } from './PolicyHistory'
import { SimulationView } from './SimulationView'
import { Statements } from './Statements'

const search = z.object({ tab: oneOf(['history']) })

export default function PolicyPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  return <Loaded query={usePolicy(id)}>{(policy) => <Details policy={policy} />}</Loaded>
}

function Details({ policy }: { policy: PermissionPolicy }) {
  const organizationId = useOrganizationId()
  const to = useHrefs()
  const { may } = useMay()
  const [{ tab = 'statements' }, setFilters] = useFilters(search)
  const { users, userGroups, serviceUsers, supportUsers, allUsers, anySubjectOf } = policy.attachments
  const holders = users + userGroups + serviceUsers + supportUsers + allUsers + anySubjectOf.length
  const custom = !policy.managedPolicy
  return (
    <DetailsFrame
      title={policy.name}
      section="Permission policies"
      listHref={to.policies}
      actions={
        custom && may('updatePolicy') && (
          <Button component="a" variant="default" href={to.editPolicy(policy.id)} data-edit>
            Edit
          </Button>
        )
      }
      deletion={
        custom && may('deletePolicy')
          ? { act: () => deletePolicy(organizationId, policy.id), warning: <Loss policyId={policy.id} holders={holders} />, careful: holders > 0 }
          : undefined
      }
      tabs={
        <Tabs value={tab} onChange={(next) => setFilters({ tab: next === 'history' ? 'history' : undefined }, { push: true })}>
          <Tabs.List aria-label="Policy details">
            <Tabs.Tab value="statements">Statements</Tabs.Tab>
            <Tabs.Tab value="history">History</Tabs.Tab>
          </Tabs.List>
          {/* What a tab shows stands below the head. */}
          <Tabs.Panel value={tab}>{null}</Tabs.Panel>
        </Tabs>
      }
      instead={tab === 'history' ? <PolicyHistory policy={policy} /> : undefined}
      main={
        <>
          {!custom && (
            <Alert variant="light" icon={<IconLock size={18} aria-hidden />} title="A managed policy">
              Gatehouse keeps it the same in every organization; it cannot be edited or deleted.
            </Alert>
          )}
          <Card>
            <Statements statements={policy.permissionPolicy} />
          </Card>
        </>
      }
      aside={
        <>
          <DetailsCard>
            <Facts>
              <Fact name="Type">{custom ? 'Custom' : 'Managed'}</Fact>
              <Fact name="Given to">{holdersText(policy)}</Fact>
              <IdFact name="Policy ID" id={policy.id} />
              <Audited of={policy} />
            </Facts>
          </DetailsCard>
          <Card>
            <GivenToEverybody policy={policy} />
          </Card>
        </>
      }
    />
  )
}

/** Who loses what with it. */
function Loss({ policyId, holders }: { policyId: string; holders: number }) {
  if (holders === 0) return 'Nobody holds it.'
  return (
    <>
      <Text mb="sm">It is given to {holders === 1 ? 'one holder, who loses' : `${holders.toLocaleString('en')} holders, who lose`} what only this policy allows:</Text>
      <SimulationView draft={{ policyId, permissionPolicy: [] }} />
    </>
  )
}

function holdersText({ attachments: { users, userGroups, serviceUsers, supportUsers } }: PermissionPolicy) {
  const counted = [[users, 'user'], [userGroups, 'user group'], [serviceUsers, 'service user']] as const
  const parts = counted.filter(([count]) => count > 0).map(([count, word]) => `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`)
  return [...parts, ...(supportUsers > 0 ? ['support'] : [])].join(', ') || 'Nobody directly'
}
