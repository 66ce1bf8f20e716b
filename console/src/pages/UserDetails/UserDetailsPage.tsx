import { Button, Tabs } from '@mantine/core'
import { z } from 'zod'
import { useLocation, useParams } from '@tanstack/react-router'
import type { User } from '~/api/types'
import { useUser, useUserPolicies } from '~/api/users'
import { BackLink } from '~/components/BackLink'
import { CopyLink } from '~/components/CopyLink'
import { HeldGroups } from '~/components/HeldGroups'
import { HeldPolicies } from '~/components/HeldPolicies'
import { fullName } from '~/components/names'
import { PageHead } from '~/components/Page'
import { Failed, Waiting } from '~/components/States'
import { StatusBadge } from '~/components/StatusBadge'
import { useVisit } from '~/components/visited'
import { oneOf, text, useFilters } from '~/filters'
import { useHrefs } from '~/hrefs'
import { AuditTable } from '~/pages/Audit/AuditTable'
import { EndOfAccess } from '~/pages/Users/EndOfAccess'
import { StatusButton } from '~/pages/Users/StatusButton'
import { TemporaryPassword } from '~/pages/Users/TemporaryPassword'
import { useUserActs, type UserActs } from '~/pages/Users/useUserActs'
import classes from '~/components/Details.module.css'
import { CheckAccess } from './CheckAccess'
import { PermissionMatrix } from './PermissionMatrix'
import { UserFacts } from './UserFacts'

const tabs = ['overview', 'access', 'audit'] as const
const search = z.object({ tab: oneOf(tabs), action: text, resource: text, compare: text, differing: oneOf(['yes']) })

export default function UserDetailsPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const { data: user, error, refetch } = useUser(id)
  if (error && !user) return <Failed error={error} again={() => void refetch()} order={1} />
  return user ? <Details user={user} /> : <Waiting />
}

function Details({ user }: { user: User }) {
  const [{ tab = 'overview', action, resource, compare, differing }, setFilters] = useFilters(search)
  const acts = useUserActs()
  useVisit(fullName(user), 'Users')
  const path = useLocation({ select: ({ href }) => href })
  const to = useHrefs()
  return (
    <>
      <PageHead
        title={fullName(user)}
        section="Users"
        lead={<BackLink href={to.users}>Users</BackLink>}
        actions={
          <>
            <CopyLink path={path} size={36} />
            {acts.may('updateUser') && (
              <Button variant="default" onClick={() => acts.edit(user)} data-edit>
                Edit
              </Button>
            )}
            {acts.canResend(user) && (
              <Button variant="default" loading={acts.sending} onClick={() => acts.resend(user)}>
                Resend temporary password
              </Button>
            )}
            <StatusButton user={user} acts={acts} />
          </>
        }
      >
        <div className={classes.status}>
          <StatusBadge status={user.status} />
          {acts.isMe(user) && <span>This is you. Nobody can deactivate themselves.</span>}
          {user.active && user.status === 'INACTIVE' && <span>Access has ended with the end date below.</span>}
        </div>
      </PageHead>
      <Tabs value={tab} onChange={(next) => setFilters({ tab: tabs.find((name) => name === next && next !== 'overview') }, { push: true })} keepMounted={false} className={classes.tabs}>
        <Tabs.List aria-label="User details">
          <Tabs.Tab value="overview">Overview</Tabs.Tab>
          <Tabs.Tab value="access">Check access</Tabs.Tab>
          <Tabs.Tab value="audit">Audit Trail</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="overview">
          <Overview user={user} acts={acts} />
        </Tabs.Panel>
        <Tabs.Panel value="access">
          <CheckAccess
            userId={user.id}
            name={fullName(user)}
            question={action && resource ? { action, resource } : undefined}
            onAsk={(question) => setFilters(question, { push: true })}
            matrix={
              <PermissionMatrix
                userId={user.id}
                name={fullName(user)}
                compare={compare}
                differing={differing === 'yes'}
                onCompare={(policyId) => setFilters({ compare: policyId, differing: undefined })}
                onDiffering={(on) => setFilters({ differing: on ? 'yes' : undefined })}
                onAsk={(wanted, type) => setFilters({ action: wanted, resource: type }, { push: true })}
              />
            }
          />
        </Tabs.Panel>
        <Tabs.Panel value="audit">
          <div className={classes.wide}>
            <AuditTable filters={{ user: user.id }} label={`Audit trail of ${fullName(user)}`} />
          </div>
        </Tabs.Panel>
      </Tabs>
      {acts.dialog}
    </>
  )
}

function Overview({ user, acts }: { user: User; acts: UserActs }) {
  const policies = useUserPolicies(user.id)
  const name = fullName(user)
  return (
    <div className={classes.columns}>
      <div className={classes.column}>
        <section className={classes.card} aria-label="Details">
          <UserFacts user={user} />
        </section>
        <TemporaryPassword user={user} />
      </div>
      <div className={classes.column}>
        <section className={classes.card} aria-label="Access end date">
          <EndOfAccess key={user.version} user={user} disabled={!acts.may('updateUser')} />
        </section>
        <div className={classes.card}>
          <HeldPolicies holder={{ type: 'user', id: user.id, name }} query={policies} />
        </div>
        <div className={classes.card}>
          <HeldGroups userId={user.id} name={name} />
        </div>
      </div>
    </div>
  )
}
