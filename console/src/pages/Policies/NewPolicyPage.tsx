import { useRouter } from '@tanstack/react-router'
import { useChange } from '~/api/change'
import { useOrganizationId } from '~/api/organization'
import { createPolicy, type PolicyText } from '~/api/policies'
import { BackLink } from '~/components/BackLink'
import classes from '~/components/Details.module.css'
import { PageHead } from '~/components/Page'
import { showDone } from '~/components/toasts'
import { useHrefs } from '~/hrefs'
import { emptyStatement, PolicyForm } from './PolicyForm'

export default function NewPolicyPage() {
  const organizationId = useOrganizationId()
  const to = useHrefs()
  const router = useRouter()
  const create = useChange((policy: PolicyText) => createPolicy(organizationId, policy), {
    quiet: true,
    done: (policy) => {
      showDone(`${policy.name} is created`)
      router.history.push(to.policy(policy.id), undefined, { ignoreBlocker: true })
    },
  })
  return (
    <>
      <PageHead title="Create policy" section="Permission policies" lead={<BackLink href={to.policies}>Permission policies</BackLink>} />
      <div className={classes.page}>
        <PolicyForm
          initial={{ name: '', permissionPolicy: [emptyStatement] }}
          verb="Create policy"
          busy={create.isPending}
          error={create.error}
          cancelHref={to.policies}
          onSave={(policy) => create.mutate(policy)}
        />
      </div>
    </>
  )
}
