import { Button, Title } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useAuditEvents } from '~/api/audit'
import { useMay } from '~/api/organization'
import type { PermissionPolicy } from '~/api/types'
import { Diff } from '~/components/Diff'
import { Empty, Failed, Waiting } from '~/components/States'
import { Time } from '~/components/Time'
import { useHrefs } from '~/hrefs'
import { versionsOf, type Version } from './history'
import classes from './PolicyHistory.module.css'
import { writeStatements } from './policyText'

/** Every version of a policy, from the audit trail, each of which can be taken up again. */
export function PolicyHistory({ policy }: { policy: PermissionPolicy }) {
  const list = useAuditEvents({ target: policy.id, action: 'permissionpolicy.' })
  const may = useMay().may('updatePolicy') && !policy.managedPolicy
  const versions = versionsOf(list.rows)
  if (list.error && list.rows.length === 0) return <Failed error={list.error} again={list.again} />
  if (list.loading) return <Waiting />
  if (versions.length === 0) {
    return (
      <Empty icon={IconHistory} title="No earlier version">
        It has not been changed since it was made.
      </Empty>
    )
  }
  return (
    <ol className={classes.versions} aria-label="Versions, newest first">
      {versions.map((version, index) => (
        <li key={version.eventId}>
          <Entry version={version} policyId={policy.id} isCurrent={index === 0} restorable={may && index > 0} />
        </li>
      ))}
      {list.hasMore && (
        <Button variant="default" loading={list.loadingMore} onClick={list.more}>
          Load more
        </Button>
      )}
    </ol>
  )
}

type EntryProps = { version: Version; policyId: string; isCurrent: boolean; restorable: boolean }

function Entry({ version: { eventId, time, who, reason, before, after }, policyId, isCurrent, restorable }: EntryProps) {
  const to = useHrefs()
  const isRenamed = before !== undefined && before.name !== after.name
  return (
    <article className={classes.version}>
      <header>
        <Title order={2} size="h5">
          {before ? 'Changed' : 'Created'} <Time value={time} />
        </Title>
        <span>
          by <bdi>{who || 'Gatehouse'}</bdi>
          {isCurrent && <strong>Current version</strong>}
        </span>
        {restorable && (
          <Button component="a" href={to.editPolicy(policyId, eventId)} size="compact-md" variant="default">
            Restore
          </Button>
        )}
      </header>
      {reason && <p className={classes.reason}>{reason}</p>}
      {isRenamed && (
        <p>
          Name: <del>{before.name}</del> <ins>{after.name}</ins>
        </p>
      )}
      {before && writeStatements(before.permissionPolicy) === writeStatements(after.permissionPolicy) ? (
        <p>The statements stayed as they were.</p>
      ) : (
        <Diff label="What was different" before={before ? writeStatements(before.permissionPolicy) : ''} after={writeStatements(after.permissionPolicy)} />
      )}
    </article>
  )
}
