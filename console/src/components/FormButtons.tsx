import { Button, Group } from '@mantine/core'

type Props = {
  /** The words of the button that sends the form. */
  verb: string
  busy: boolean
  disabled?: boolean
  onCancel: () => void
}

/** The end of a dialog's form: the way out, then what it does. */
export const FormButtons = ({ verb, busy, disabled, onCancel }: Props) => (
  <Group justify="flex-end" gap="sm">
    <Button variant="default" onClick={onCancel}>
      Cancel
    </Button>
    <Button type="submit" loading={busy} disabled={disabled}>
      {verb}
    </Button>
  </Group>
)
