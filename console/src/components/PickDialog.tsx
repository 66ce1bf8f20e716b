import { Stack } from '@mantine/core'
import { useState, type FormEvent, type ReactNode } from 'react'
import { useChange } from '~/api/change'
import { FormButtons } from './FormButtons'
import { FormProblem } from './FormProblem'
import type { Choice } from './PickMany'
import { FormDialog, useFormDialog } from './Unsaved'
import { useTried } from './useTried'

type Props = {
  opened: boolean
  onClose: () => void
  title: string
  /** The button's words. */
  verb: string
  field: (value: Choice[], onChange: (value: Choice[]) => void, error?: string) => ReactNode
  /** Adds one; called for each chosen, in turn. */
  add: (choice: Choice) => Promise<unknown>
  done: (added: Choice[]) => void
}

/** Picks some and adds them. */
export const PickDialog = ({ opened, onClose, title, ...form }: Props) => (
  <FormDialog opened={opened} onClose={onClose} title={title}>
    <PickForm {...form} onClose={onClose} />
  </FormDialog>
)

function PickForm({ onClose, verb, field, add, done }: Omit<Props, 'opened' | 'title'>) {
  const [chosen, setChosen] = useState<Choice[]>([])
  const { tried, form, refuse } = useTried()
  const close = useFormDialog(chosen.length > 0)
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
        onClose()
        done(added)
      },
    },
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (chosen.length === 0) refuse()
    else if (!change.isPending) change.mutate(chosen)
  }
  return (
    <form ref={form} onSubmit={submit} noValidate>
      <Stack>
        <FormProblem error={change.error} />
        {field(chosen, setChosen, tried && chosen.length === 0 ? 'Choose at least one.' : undefined)}
        <FormButtons verb={verb} busy={change.isPending} onCancel={close} />
      </Stack>
    </form>
  )
}
