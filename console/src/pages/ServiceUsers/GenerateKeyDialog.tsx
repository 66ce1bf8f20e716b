import { Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { FormButtons } from '~/components/FormButtons'
import { KeyExpiry, usualExpiry, type KeyExpiryChoice } from './KeyExpiry'

type Props = { opened: boolean; busy: boolean; onClose: () => void; onGenerate: (expiry: KeyExpiryChoice) => void }

/** Asks how long a new key is to work. */
export function GenerateKeyDialog({ opened, busy, onClose, onGenerate }: Props) {
  const [expiry, setExpiry] = useState(usualExpiry)
  return (
    <Modal opened={opened} onClose={onClose} title="Generate access key">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!busy) onGenerate(expiry)
        }}
      >
        <Stack>
          <Text c="dimmed">It has every permission of the service user. Its secret is shown once.</Text>
          <KeyExpiry value={expiry} onChange={setExpiry} autoFocus />
          <FormButtons verb="Generate" busy={busy} onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  )
}
