import { useParams, useRouter } from '@tanstack/react-router'
import { useChange } from '~/api/change'
import { useOrganizationId } from '~/api/organization'
import { updatePolicy, usePolicy, type PolicyText } from '~/api/policies'
import type { PermissionPolicy } from '~/api/types'
import { BackLink } from '~/components/BackLink'
import classes from '~/components/Details.module.css'
import { PageHead } from '~/components/Page'
import { Empty, Failed, Waiting } from '~/components/States'
import { showDone } from '~/components/toasts'
import { useHrefs } from '~/hrefs'
import { PolicyForm } from './PolicyForm'

export default function EditPolicyPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const { data: policy, error, refetch } = usePolicy(id)
  if (error && !policy) return <Failed error={error} again={() => void refetch()} order={1} />
  if (!policy) return <Waiting />
  if (policy.managedPolicy) return <Empty title="Managed policies cannot be edited" order={1} />
  return <Editor policy={policy} />
}

function Editor({ policy }: { policy: PermissionPolicy }) {
  const organizationId = useOrganizationId()
  const to = useHrefs()
  const router = useRouter()
  const update = useChange((text: PolicyText) => updatePolicy(organizationId, policy.id, { ...text, version: policy.version }), {
    quiet: true,
    done: (saved) => {
      showDone(`${saved.name} is saved`)
      router.history.push(to.policy(saved.id))
    },
  })
  return (
    <>
      <PageHead title={`Edit ${policy.name}`} section="Permission policies" lead={<BackLink href={to.policy(policy.id)}>{policy.name}</BackLink>} />
      <div className={classes.page}>
        <PolicyForm
          initial={{ name: policy.name, permissionPolicy: policy.permissionPolicy }}
          verb="Save"
          busy={update.isPending}
          error={update.error}
          cancelHref={to.policy(policy.id)}
          onSave={(text) => update.mutate(text)}
        />
      </div>
    </>
  )
}
