import { Button, Group } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useChange } from '~/api/change'
import { useMay, useOrganizationId } from '~/api/organization'
import { activateAccessKey, createAccessKey, deactivateAccessKey, deleteAccessKey, useAccessKeys } from '~/api/serviceUsers'
import type { AccessKey } from '~/api/types'
import { ConfirmDialog } from '~/components/ConfirmDialog'
import { CopyButton } from '~/components/CopyButton'
import { Entries } from '~/components/Entries'
import { StatusBadge } from '~/components/StatusBadge'
import { Time } from '~/components/Time'
import { showDone } from '~/components/toasts'
import classes from './AccessKeys.module.css'
import { SecretDialog } from './SecretDialog'

export function AccessKeys({ serviceUserId }: { serviceUserId: string }) {
  const organizationId = useOrganizationId()
  const { may } = useMay()
  const query = useAccessKeys(serviceUserId)
  const [made, setMade] = useState<AccessKey>()
  const [asked, setAsked] = useState<AccessKey>()
  const keys = query.data?.data ?? []
  const allowed = may('updateServiceUser')

  const create = useChange(() => createAccessKey(organizationId, serviceUserId), { done: setMade })
  const activate = useChange((key: AccessKey) => activateAccessKey(organizationId, serviceUserId, key.id), {
    done: () => showDone('The access key is active'),
  })
  const deactivate = useChange((key: AccessKey) => deactivateAccessKey(organizationId, serviceUserId, key.id), {
    done: (key) => showDone('The access key is deactivated', () => activate.mutate(key)),
  })
  const removal = useChange((key: AccessKey) => deleteAccessKey(organizationId, serviceUserId, key.id), {
    done: () => showDone('The access key is deleted'),
  })

  return (
    <>
      <Entries
        title="Access keys"
        query={query}
        count={keys.length}
        empty="No access key. Without one it cannot call the API."
        action={
          allowed && (
            <Button size="compact-sm" variant="light" leftSection={<IconPlus size={14} aria-hidden />} loading={create.isPending} onClick={() => create.mutate(undefined)}>
              Generate access key
            </Button>
          )
        }
      >
        {keys.map((key) => (
          <li key={key.id} className={classes.key}>
            <div className={classes.id}>
              <bdi className="code">{key.id}</bdi>
              <CopyButton value={key.id} label="Copy the access key ID" />
              <StatusBadge status={key.status} />
            </div>
            <div className={classes.facts}>
              <span>Created <Time value={key.dtCreated} /></span>
              <span>Last used {key.dtLastUsed ? <Time value={key.dtLastUsed} /> : 'never'}</span>
              <span>Expires {key.dtExpires ? <Time value={key.dtExpires} /> : 'never'}</span>
            </div>
            {allowed && (
              <Group gap="xs">
                {key.status === 'ACTIVE' ? (
                  <Button size="compact-sm" variant="default" onClick={() => deactivate.mutate(key)} aria-label={`Deactivate key ${key.id}`}>Deactivate</Button>
                ) : (
                  <Button size="compact-sm" variant="default" onClick={() => activate.mutate(key)} aria-label={`Activate key ${key.id}`}>Activate</Button>
                )}
                <Button size="compact-sm" variant="subtle" color="red" onClick={() => setAsked(key)} aria-label={`Delete key ${key.id}`}>Delete</Button>
              </Group>
            )}
          </li>
        ))}
      </Entries>
      <SecretDialog made={made} onDone={() => setMade(undefined)} />
      <ConfirmDialog
        opened={asked !== undefined}
        onClose={() => setAsked(undefined)}
        title="Delete this access key?"
        verb="Delete"
        onConfirm={() => {
          if (asked) removal.mutate(asked)
          setAsked(undefined)
        }}
      >
        Programs that use <bdi className="code">{asked?.id}</bdi> are refused from the next request on. This cannot be undone; a key that is only
        deactivated can be activated again.
      </ConfirmDialog>
    </>
  )
}
