import { useParams, useRouter } from '@tanstack/react-router'
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
import { PolicyForm } from './PolicyForm'
import { writeStatements } from './policyText'

export default function EditPolicyPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  return (
    <Loaded query={usePolicy(id)}>
      {(policy) => (policy.managedPolicy ? <Empty title="Managed policies cannot be edited" order={1} /> : <Editor policy={policy} />)}
    </Loaded>
  )
}

function Editor({ policy }: { policy: PermissionPolicy }) {
  const organizationId = useOrganizationId()
  const to = useHrefs()
  const router = useRouter()
  const [mine, setMine] = useState<PolicyText>()
  const update = useChange(
    ({ text, version }: { text: PolicyText; version: number }) => updatePolicy(organizationId, policy.id, { ...text, version }),
    {
      quiet: true,
      done: (saved) => {
        showDone(`${saved.name} is saved`)
        router.history.push(to.policy(saved.id), undefined, { ignoreBlocker: true })
      },
    },
  )
  const { base, newest, takeNewest } = useBase(policy, update.error)
  const save = (text: PolicyText, version: number) => {
    setMine(text)
    update.mutate({ text, version })
  }
  return (
    <>
      <PageHead title={`Edit ${base.name}`} section="Permission policies" lead={<BackLink href={to.policy(policy.id)}>{base.name}</BackLink>} />
      <div className={classes.page}>
        {newest && mine && (
          <StaleChanges
            when={newest.dtLastModified}
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
          initial={{ name: base.name, permissionPolicy: base.permissionPolicy }}
          verb="Save"
          busy={update.isPending}
          error={newest ? null : update.error}
          cancelHref={to.policy(policy.id)}
          onSave={(text) => save(text, newest?.version ?? base.version)}
        />
      </div>
    </>
  )
}
