import { Button, Group } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useChange } from '~/api/change'
import { useMay, useOrganizationId } from '~/api/organization'
import { activateAccessKey, createAccessKey, deactivateAccessKey, deleteAccessKey, useAccessKeys } from '~/api/serviceUsers'
import type { AccessKey, ServiceUser } from '~/api/types'
import { ConfirmDialog } from '~/components/ConfirmDialog'
import { CopyButton } from '~/components/CopyButton'
import { Entries } from '~/components/Entries'
import { StatusBadge } from '~/components/StatusBadge'
import { Time } from '~/components/Time'
import { showDone } from '~/components/toasts'
import classes from './AccessKeys.module.css'
import { GenerateKeyDialog } from './GenerateKeyDialog'
import { expiryOf, type KeyExpiryChoice } from './KeyExpiry'
import { SecretDialog } from './SecretDialog'

export function AccessKeys({ serviceUser }: { serviceUser: ServiceUser }) {
  const organizationId = useOrganizationId()
  const { may } = useMay()
  const query = useAccessKeys(serviceUser.id)
  const [made, setMade] = useState<AccessKey>()
  const [asked, setAsked] = useState<AccessKey>()
  const keys = query.data?.data ?? []
  const allowed = may('updateServiceUser')

  const [asking, ask] = useDisclosure()
  const create = useChange((expiry: KeyExpiryChoice) => createAccessKey(organizationId, serviceUser.id, expiryOf(expiry, Date.now())), {
    secret: true,
    done: (key) => {
      ask.close()
      setMade(key)
    },
  })
  const activate = useChange((key: AccessKey) => activateAccessKey(organizationId, serviceUser.id, key.id), {
    done: () => showDone('The access key is active'),
  })
  const deactivate = useChange((key: AccessKey) => deactivateAccessKey(organizationId, serviceUser.id, key.id), {
    done: (key) => showDone('The access key is deactivated', () => activate.mutate(key)),
  })
  const removal = useChange((key: AccessKey) => deleteAccessKey(organizationId, serviceUser.id, key.id), {
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
            <Button size="compact-sm" variant="light" leftSection={<IconPlus size={14} aria-hidden />} onClick={ask.open}>
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
      <GenerateKeyDialog opened={asking} busy={create.isPending} onClose={ask.close} onGenerate={create.mutate} />
      <SecretDialog
        made={made}
        onDone={() => {
          setMade(undefined)
          create.reset()
        }}
      />
      <ConfirmDialog
        opened={asked !== undefined}
        onClose={() => setAsked(undefined)}
        title={`Delete an access key of ${serviceUser.name}?`}
        verb="Delete"
        typeToConfirm={serviceUser.name}
        onConfirm={() => {
          if (asked) removal.mutate(asked)
          setAsked(undefined)
        }}
      >
        Programs that use <bdi className="code">{asked?.id}</bdi> are refused from the next request on; it was{' '}
        {asked?.dtLastUsed ? <>last used <Time value={asked.dtLastUsed} /></> : 'never used'}. This cannot be undone; a key that is only deactivated can
        be activated again.
      </ConfirmDialog>
    </>
  )
}
