import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useChange } from '~/api/change'
import { useOrganizationId, useTimeZone } from '~/api/organization'
import { setSupportAccess } from '~/api/support'
import type { SupportAccess } from '~/api/types'
import { addDays, dayOf, dayText, endOfDay, today } from '~/components/dates'
import { EndDateField } from '~/components/EndDateField'
import { FormProblem } from '~/components/FormProblem'
import { showDone } from '~/components/toasts'

type Props = { opened: boolean; onClose: () => void; support: SupportAccess }

export function GrantDialog(props: Props) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title="Grant support access">
      <Form {...props} />
    </Modal>
  )
}

function Form({ onClose, support }: Props) {
  const organizationId = useOrganizationId()
  const zone = useTimeZone()
  const before = support.dtEndSupportUsersAccess ? dayOf(support.dtEndSupportUsersAccess, zone) : ''
  const [end, setEnd] = useState<string | null>(before > today(zone) ? before : addDays(today(zone), 7))
  const save = useChange(() => setSupportAccess(organizationId, support.version, endOfDay(end!, zone)), {
    quiet: true,
    done: () => {
      onClose()
      showDone(`Support has access until ${dayText(end!)}`)
    },
  })
  return (
    <Stack>
      <FormProblem error={save.error} />
      <Text c="dimmed">Access ends by itself at the end of this day ({zone}).</Text>
      <EndDateField label="Access end date" value={end} onChange={setEnd} clearable={false} />
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button disabled={end === null} loading={save.isPending} onClick={() => save.mutate(undefined)}>
          Grant access
        </Button>
      </Group>
    </Stack>
  )
}
