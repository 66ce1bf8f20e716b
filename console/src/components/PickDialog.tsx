import { Button, Group, Modal, Stack } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useChange } from '~/api/change'
import { FormProblem } from './FormProblem'
import type { Choice } from './PickMany'

type Props = {
  opened: boolean
  onClose: () => void
  title: string
  /** The button's words. */
  verb: string
  field: (value: Choice[], onChange: (value: Choice[]) => void) => ReactNode
  /** Adds one; called for each chosen, in turn. */
  add: (choice: Choice) => Promise<unknown>
  done: (added: Choice[]) => void
}

/** Picks some and adds them. */
export function PickDialog({ opened, onClose, title, verb, field, add, done }: Props) {
  const [chosen, setChosen] = useState<Choice[]>([])
  const change = useChange(
    async (choices: Choice[]) => {
      for (const choice of choices) {
        // One after the other: what was added stays added when a later one is refused.
        await add(choice)
        setChosen((rest) => rest.filter(({ id }) => id !== choice.id))
      }
      return choices
    },
    {
      quiet: true,
      done: (added) => {
        close()
        done(added)
      },
    },
  )
  const close = () => {
    setChosen([])
    change.reset()
    onClose()
  }
  return (
    <Modal opened={opened} onClose={close} title={title}>
      <Stack>
        <FormProblem error={change.error} />
        {field(chosen, setChosen)}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button disabled={chosen.length === 0} loading={change.isPending} onClick={() => change.mutate(chosen)}>
            {verb}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
