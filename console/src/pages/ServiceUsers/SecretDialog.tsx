import { Alert, Button, Checkbox, Group, Modal, Stack, TextInput } from '@mantine/core'
import { IconAlertTriangle, IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { useOrganizationId } from '~/api/organization'
import type { AccessKey } from '~/api/types'
import { CopyButton, CopyText } from '~/components/CopyButton'
import { PasswordField } from '~/components/PasswordField'
import { ReasonedButton } from '~/components/ReasonedButton'
import { download } from '~/csv'
import classes from './SecretDialog.module.css'
import { environmentOf, tokenCall } from './secretTexts'

/** Shows a new key's secret once; it closes only when the secret is said to be stored. */
export function SecretDialog({ made, onDone }: { made: AccessKey | undefined; onDone: () => void }) {
  return (
    <Modal opened={made !== undefined} onClose={() => undefined} withCloseButton={false} closeOnClickOutside={false} closeOnEscape={false} title="Access key created" size="lg">
      {made && <Secret made={made} onDone={onDone} />}
    </Modal>
  )
}

function Secret({ made, onDone }: { made: AccessKey; onDone: () => void }) {
  const organizationId = useOrganizationId()
  const [stored, setStored] = useState(false)
  const secret = made.apiSecret ?? ''
  const shown = { origin: location.origin, organizationId, id: made.id, secret }
  return (
    <Stack>
      <Alert variant="light" color="orange" icon={<IconAlertTriangle size={18} aria-hidden />} title="The secret is shown once">
        Gatehouse keeps only a hash of it. If it is lost, generate a new key.
      </Alert>
      <div className={classes.line}>
        <TextInput label="Organization ID" readOnly value={organizationId} classNames={{ input: 'code' }} />
        <CopyButton value={organizationId} label="Copy the organization ID" />
      </div>
      <div className={classes.line}>
        <TextInput label="Access Key ID" readOnly value={made.id} classNames={{ input: 'code' }} />
        <CopyButton value={made.id} label="Copy the access key ID" />
      </div>
      <div className={classes.line}>
        <PasswordField label="API Secret" readOnly value={secret} autoComplete="off" />
        <CopyButton value={secret} label="Copy the API secret" />
      </div>
      <Group gap="xs">
        <CopyText value={environmentOf(shown)}>Copy all</CopyText>
        <Button size="compact-md" variant="default" leftSection={<IconDownload size={15} aria-hidden />} onClick={() => download('gatehouse.env', environmentOf(shown), 'text/plain')}>
          Download .env
        </Button>
        <CopyText value={tokenCall(shown)}>Copy a curl call</CopyText>
      </Group>
      <Group justify="space-between">
        <Checkbox label="I have stored the secret" checked={stored} onChange={(event) => setStored(event.currentTarget.checked)} />
        <ReasonedButton reason={stored ? undefined : 'First say that you have stored the secret.'} onClick={onDone}>
          Done
        </ReasonedButton>
      </Group>
    </Stack>
  )
}
