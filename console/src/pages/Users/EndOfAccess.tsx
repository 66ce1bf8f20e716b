import { Button, Group, Stack } from '@mantine/core'
import { useState } from 'react'
import { useChange } from '~/api/change'
import { useMay, useMe, useOrganizationId, useTimeZone } from '~/api/organization'
import type { User } from '~/api/types'
import { setEndOfAccess } from '~/api/users'
import { dayOf, dayText, endOfDay } from '~/components/dates'
import { daysLeftText, EndDateField } from '~/components/EndDateField'
import { FormProblem } from '~/components/FormProblem'
import { fullName } from '~/components/names'
import { showDone } from '~/components/toasts'
import { UnsavedGuard } from '~/components/Unsaved'

/** The day on which a user's access ends, edited in place. */
export function EndOfAccess({ user, disabled }: { user: User; disabled?: boolean }) {
  const organizationId = useOrganizationId()
  const zone = useTimeZone()
  const { onlyAdministrator } = useMay()
  const me = useMe().data?.user?.id
  const before = user.dtEndAccess ? dayOf(user.dtEndAccess, zone) : null
  const [date, setDate] = useState<string | null | undefined>(undefined)
  const shown = date === undefined ? before : date
  const changed = shown !== before
  const save = useChange(
    () => setEndOfAccess(organizationId, user.id, user.version, shown === null ? null : endOfDay(shown, zone)),
    {
      quiet: true,
      done: () => showDone(shown === null ? `${fullName(user)} has no end date any more` : `Access of ${fullName(user)} ends on ${dayText(shown)}`),
    },
  )
  const last = onlyAdministrator && user.id === me
  const words = last ? 'You are the only administrator: access that ends would leave nobody who can let others in.' : shown === null ? 'Without a date, access does not end.' : `${daysLeftText(shown, zone)}, at the end of the day (${zone})`
  return (
    <Stack gap="xs">
      <UnsavedGuard dirty={changed} />
      <FormProblem error={save.error} />
      <EndDateField label="Access end date" description={words} value={shown} onChange={setDate} disabled={disabled || last} />
      {changed && (
        <Group gap="xs">
          <Button size="compact-md" loading={save.isPending} onClick={() => save.mutate(undefined)}>
            Save
          </Button>
          <Button size="compact-md" variant="default" onClick={() => setDate(undefined)}>
            Discard
          </Button>
        </Group>
      )}
    </Stack>
  )
}
