import { Alert, Button, Checkbox, Group, Modal, Stack, TextInput } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useState } from 'react'
import { useOrganizationId } from '~/api/organization'
import type { AccessKey } from '~/api/types'
import { CopyButton } from '~/components/CopyButton'
import classes from './SecretDialog.module.css'
import { PasswordField } from '~/components/PasswordField'

/** Shows a new key's secret once; it closes only when the secret is said to be stored. */
export function SecretDialog({ made, onDone }: { made: AccessKey | undefined; onDone: () => void }) {
  const organizationId = useOrganizationId()
  const [stored, setStored] = useState(false)
  const done = () => {
    if (!stored) return
    setStored(false)
    onDone()
  }
  const secret = made?.apiSecret ?? ''
  return (
    <Modal opened={made !== undefined} onClose={done} withCloseButton={false} closeOnClickOutside={false} title="Access key created" size="lg">
      <Stack>
        <Alert variant="light" color="orange" icon={<IconAlertTriangle size={18} aria-hidden />} title="The secret is shown once">
          Gatehouse keeps only a hash of it. If it is lost, generate a new key.
        </Alert>
        <div className={classes.line}>
          <TextInput label="Organization ID" readOnly value={organizationId} classNames={{ input: 'code' }} />
          <CopyButton value={organizationId} label="Copy the organization ID" />
        </div>
        <div className={classes.line}>
          <TextInput label="Access Key ID" readOnly value={made?.id ?? ''} classNames={{ input: 'code' }} />
          <CopyButton value={made?.id ?? ''} label="Copy the access key ID" />
        </div>
        <div className={classes.line}>
          <PasswordField label="API Secret" readOnly value={secret} autoComplete="off" />
          <CopyButton value={secret} label="Copy the API secret" />
        </div>
        <Checkbox label="I have stored the secret" checked={stored} onChange={(event) => setStored(event.currentTarget.checked)} />
        <Group justify="flex-end">
          <Button disabled={!stored} onClick={done}>
            Done
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
