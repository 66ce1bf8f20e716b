import { IconLock } from '@tabler/icons-react'
import type { UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import { useInheritedPolicies, type HeldPolicy } from '~/api/effectiveAccess'
import { useMay, useMe, useOrganizationId } from '~/api/organization'
import { addPolicy, removePolicy, type Holder } from '~/api/policies'
import type { Page, PermissionPolicy } from '~/api/types'
import { hrefs, useHrefs } from '~/hrefs'
import { ConfirmDialog } from './ConfirmDialog'
import { Entry } from './Entries'
import { namesOf, PickedEntries } from './PickedEntries'
import { PoliciesField } from './pickers'
import { showDone } from './toasts'
import { useRemoval } from './useRemoval'

type Props = {
  holder: Holder
  query: UseQueryResult<Page<PermissionPolicy>, unknown>
  /** Support users take policies by calls of their own. */
  add?: (policyId: string) => Promise<unknown>
  remove?: (policyId: string) => Promise<unknown>
  level?: 2 | 3
}

const lastAdministrator = 'You are the only administrator. Make somebody else an administrator first.'

/** The permission policies that somebody holds: directly, and for users those that come by groups and the like. */
export function HeldPolicies({ holder, query, add, remove, level = 2 }: Props) {
  const organizationId = useOrganizationId()
  const { may, onlyAdministrator } = useMay()
  const me = useMe().data?.user?.id
  const [asked, setAsked] = useState<PermissionPolicy>()
  const give = add ?? ((id: string) => addPolicy(organizationId, id, holder))
  const take = remove ?? ((id: string) => removePolicy(organizationId, id, holder))
  const removal = useRemoval<PermissionPolicy>({
    remove: ({ id }) => take(id),
    restore: ({ id }) => give(id),
    told: (policy) => `${policy.name} removed from ${holder.name}`,
  })
  const held = query.data?.data ?? []
  const inherited = useInheritedPolicies(holder.id, holder.type === 'user' && add === undefined)
    // What is given directly too is listed once.
    .filter(({ id }) => held.every((policy) => policy.id !== id))
  const allowed = may('updatePolicy')
  const isLast = ({ managedPolicy, name }: PermissionPolicy) =>
    onlyAdministrator && holder.id === me && managedPolicy && name === 'Administrator'
  return (
    <>
      <PickedEntries
        title="Permission Policies"
        level={level}
        query={query}
        count={held.length + inherited.length}
        empty="No policy is given directly."
        adding={[
          allowed && {
            verb: 'Add Permission Policy',
            field: (value, onChange, error) => (
              <PoliciesField value={value} onChange={onChange} error={error} without={held.map(({ id }) => id)} autoFocus />
            ),
            add: ({ id }) => give(id),
            done: (added) => showDone(`${namesOf(added)} added to ${holder.name}`),
          },
        ]}
      >
        {held.map((policy) => (
          <Entry
            key={policy.id}
            href={hrefs(organizationId).policy(policy.id)}
            name={policy.name}
            note={policy.managedPolicy ? 'Managed' : 'Custom'}
            icon={policy.managedPolicy ? <IconLock size={14} aria-hidden /> : undefined}
            onRemove={allowed ? () => setAsked(policy) : undefined}
            removeLabel={`Delete ${policy.name}`}
            removeText="Delete"
            removeReason={isLast(policy) ? lastAdministrator : undefined}
          />
        ))}
        {inherited.map((policy) => (
          <InheritedPolicy key={policy.id} policy={policy} />
        ))}
      </PickedEntries>
      <ConfirmDialog
        opened={asked !== undefined}
        onClose={() => setAsked(undefined)}
        title={`Remove ${asked?.name} from ${holder.name}?`}
        verb="Remove"
        onConfirm={() => {
          if (asked) removal.mutate(asked)
          setAsked(undefined)
        }}
      >
        What only this policy allows is refused from the next request on. The policy itself stays.
      </ConfirmDialog>
    </>
  )
}

/** Taken away only where it comes from. */
function InheritedPolicy({ policy }: { policy: HeldPolicy }) {
  const to = useHrefs()
  const from = policy.path.at(-1)
  const source =
    from?.type === 'userGroup' ? (
      <>
        through <a className="link" href={to.group(from.id)}><bdi>{from.name}</bdi></a>
      </>
    ) : (
      'all users have it'
    )
  return <Entry href={to.policy(policy.id)} name={policy.name} note={source} />
}
