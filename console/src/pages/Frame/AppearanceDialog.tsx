import { Modal, SegmentedControl, Stack, Text, useMantineColorScheme, type MantineColorScheme } from '@mantine/core'
import { useId } from 'react'
import { useTimeZone } from '~/api/organization'
import { density, timeZone } from '~/preferences'

/** How this browser shows Gatehouse. */
export function AppearanceDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const local = Intl.DateTimeFormat().resolvedOptions().timeZone
  const own = useTimeZone()
  return (
    <Modal opened={opened} onClose={onClose} title="Appearance">
      <Stack gap="lg">
        <Choice
          label="Colours"
          value={colorScheme}
          values={[['auto', 'As the system'], ['light', 'Light'], ['dark', 'Dark']]}
          onChange={(value) => setColorScheme(value as MantineColorScheme)}
        />
        <Choice
          label="Rows of lists"
          value={density.use()}
          values={[['comfortable', 'Comfortable'], ['compact', 'Compact']]}
          onChange={(value) => density.set(value as 'compact')}
        />
        <Choice
          label="Times are written in"
          value={timeZone.use()}
          values={[['local', `Here (${local})`], ['organization', own], ['utc', 'UTC']]}
          onChange={(value) => timeZone.set(value as 'utc')}
        />
        <Text size="sm" c="dimmed">
          This browser keeps the choice. An access end date is always a day in the zone of the organization, {own}.
        </Text>
      </Stack>
    </Modal>
  )
}

type ChoiceProps = { label: string; value: string; values: [value: string, label: string][]; onChange: (value: string) => void }

function Choice({ label, value, values, onChange }: ChoiceProps) {
  const id = useId()
  return (
    <div>
      <Text fw={550} mb={4} id={id}>
        {label}
      </Text>
      <SegmentedControl fullWidth aria-labelledby={id} value={value} data={values.map(([key, text]) => ({ value: key, label: text }))} onChange={onChange} />
    </div>
  )
}
