import { useParams, useRouter } from '@tanstack/react-router'
import { z } from 'zod'
import { useAuditEvent } from '~/api/audit'
import { useState } from 'react'
import { useChange } from '~/api/change'
import { useOrganizationId } from '~/api/organization'
import { updatePolicy, usePolicy, type PolicyText } from '~/api/policies'
import type { PermissionPolicy } from '~/api/types'
import { BackLink } from '~/components/BackLink'
import classes from '~/components/Details.module.css'
import { PageHead } from '~/components/Page'
import { StaleChanges, useBase } from '~/components/StaleChanges'
import { Empty, Loaded } from '~/components/States'
import { showDone } from '~/components/toasts'
import { useHrefs } from '~/hrefs'
import { text, useFilters } from '~/filters'
import { versionIn } from './history'
import { ReviewDialog } from './ReviewDialog'
import { PolicyForm } from './PolicyForm'
import { writeStatements } from './policyText'

const search = z.object({ version: text })

export default function EditPolicyPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const [{ version }] = useFilters(search)
  const event = useAuditEvent(version)
  return (
    <Loaded query={usePolicy(id)}>
      {(policy) =>
        policy.managedPolicy ? (
          <Empty title="Managed policies cannot be edited" order={1} />
        ) : version ? (
          <Loaded query={event}>{(data) => <Editor policy={policy} start={versionIn(data, id)} />}</Loaded>
        ) : (
          <Editor policy={policy} />
        )
      }
    </Loaded>
  )
}

/** With `start`, it begins with an older version. */
function Editor({ policy, start }: { policy: PermissionPolicy; start?: PolicyText }) {
  const organizationId = useOrganizationId()
  const to = useHrefs()
  const router = useRouter()
  const [mine, setMine] = useState<PolicyText>()
  const [begun] = useState(policy.version)
  const [reviewed, setReviewed] = useState<PolicyText>()
  const update = useChange(
    ({ text, version, reason }: { text: PolicyText; version: number; reason?: string }) =>
      updatePolicy(organizationId, policy.id, { ...text, version, reason: reason || undefined }).finally(() => setReviewed(undefined)),
    {
      quiet: true,
      done: (saved) => {
        showDone(`${saved.name} is saved`)
        router.history.push(to.policy(saved.id), undefined, { ignoreBlocker: true })
      },
    },
  )
  const { base, newest, takeNewest } = useBase(policy, update.error)
  const save = (text: PolicyText, version: number, reason?: string) => {
    setMine(text)
    update.mutate({ text, version, reason })
  }
  return (
    <>
      <PageHead title={`Edit ${base.name}`} section="Permission policies" lead={<BackLink href={to.policy(policy.id)}>{base.name}</BackLink>} />
      <div className={classes.page}>
        {newest && mine && (
          <StaleChanges
            when={newest.dtLastModified}
            by={newest.lastModifiedBy}
            sides={[
              { label: 'Name', before: base.name, theirs: newest.name, mine: mine.name },
              {
                label: 'Statements',
                before: writeStatements(base.permissionPolicy),
                theirs: writeStatements(newest.permissionPolicy),
                mine: writeStatements(mine.permissionPolicy),
              },
            ]}
            busy={update.isPending}
            onMine={() => save(mine, newest.version)}
            onTheirs={() => {
              update.reset()
              takeNewest()
            }}
          />
        )}
        <PolicyForm
          key={base.version}
          policyId={policy.id}
          start={base.version === begun ? start : undefined}
          initial={{ name: base.name, permissionPolicy: base.permissionPolicy }}
          verb="Review changes"
          busy={update.isPending}
          error={newest ? null : update.error}
          cancelHref={to.policy(policy.id)}
          onSave={setReviewed}
        />
        <ReviewDialog
          policyId={policy.id}
          before={{ name: base.name, permissionPolicy: base.permissionPolicy }}
          after={reviewed}
          busy={update.isPending}
          onSave={(reason) => reviewed && save(reviewed, newest?.version ?? base.version, reason)}
          onClose={() => setReviewed(undefined)}
        />
      </div>
    </>
  )
}
