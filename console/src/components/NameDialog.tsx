import { Stack, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useChange } from '~/api/change'
import { FormButtons } from './FormButtons'
import { FormProblem } from './FormProblem'
import { FormDialog, useFormDialog } from './Unsaved'
import { useTried } from './useTried'

type Props<R> = {
  opened: boolean
  onClose: () => void
  title: string
  verb: string
  initial?: string
  save: (name: string) => Promise<R>
  done: (result: R) => void
}

/** Asks for a name. */
export function NameDialog<R>(props: Props<R>) {
  return (
    <FormDialog opened={props.opened} onClose={props.onClose} title={props.title}>
      <NameForm {...props} />
    </FormDialog>
  )
}

function NameForm<R>({ onClose, verb, initial = '', save, done }: Props<R>) {
  const [name, setName] = useState(initial)
  const { tried, form, refuse } = useTried()
  const close = useFormDialog(name !== initial)
  const change = useChange(save, {
    quiet: true,
    done: (result) => {
      onClose()
      done(result)
    },
  })
  const problem = change.error
  const atName = problem?.field === 'name' || problem?.code === 'already_exists' ? problem.message : tried && name.trim() === '' ? 'Write a name.' : undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() === '') refuse()
    else if (!change.isPending) change.mutate(name.trim())
  }
  return (
    <form ref={form} onSubmit={submit} noValidate>
      <Stack>
        {!(atName && problem) && <FormProblem error={problem} />}
        <TextInput label="Name" withAsterisk data-autofocus autoComplete="off" value={name} error={atName} onChange={(event) => setName(event.currentTarget.value)} />
        <FormButtons verb={verb} busy={change.isPending} onCancel={close} />
      </Stack>
    </form>
  )
}
