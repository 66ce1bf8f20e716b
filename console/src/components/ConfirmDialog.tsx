import { Button, Group, Modal, Text, TextInput } from '@mantine/core'
import { useCallback, useId, useState, type ReactNode } from 'react'

type Props = {
  opened: boolean
  onClose: () => void
  /** The question, with the name in it. */
  title: string
  children: ReactNode
  /** The verb of the act: “Deactivate”, never “Yes”. */
  verb: string
  /** The way back, when “Cancel” could be misread. */
  cancel?: string
  color?: string
  /** What must be typed before an act that cannot be undone. */
  typeToConfirm?: string
  busy?: boolean
  onConfirm: () => void
}

export function ConfirmDialog(props: Props) {
  const { opened, onClose, title, children, verb, cancel = 'Cancel', color = 'red', typeToConfirm, busy, onConfirm } = props
  const [typed, setTyped] = useState('')
  const describedBy = useId()
  // Mantine fixes the role to “dialog”. The same function each time: a new one would make the dialog take the focus anew.
  const asAlert = useCallback(
    (node: HTMLDivElement | null) => {
      node?.setAttribute('role', 'alertdialog')
      node?.setAttribute('aria-describedby', describedBy)
    },
    [describedBy],
  )
  const close = () => {
    setTyped('')
    onClose()
  }
  return (
    <Modal.Root opened={opened} onClose={close} centered size="md">
      <Modal.Overlay backgroundOpacity={0.45} blur={2} />
      <Modal.Content ref={asAlert}>
        <Modal.Header role="presentation">
          <Modal.Title fw={650}>{title}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Text component="div" size="md" id={describedBy}>
            {children}
          </Text>
          {typeToConfirm !== undefined && (
            <TextInput
              mt="md"
              label={`Type ${typeToConfirm} to confirm`}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              autoComplete="off"
            />
          )}
          <Group justify="flex-end" mt="lg" gap="sm">
            <Button variant="default" onClick={close} data-autofocus>
              {cancel}
            </Button>
            <Button
              color={color}
              loading={busy}
              disabled={typeToConfirm !== undefined && typed !== typeToConfirm}
              onClick={() => {
                setTyped('')
                onConfirm()
              }}
            >
              {verb}
            </Button>
          </Group>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}
