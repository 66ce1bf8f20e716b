import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Entries, type EntriesProps } from './Entries'
import { PickDialog } from './PickDialog'
import type { Choice } from './PickMany'

export type Adding = {
  /** The button's words; the dialog's too, unless it has a title of its own. */
  verb: string
  title?: string
  field: (value: Choice[], onChange: (value: Choice[]) => void, error?: string) => ReactNode
  add: (choice: Choice) => Promise<unknown>
  done: (added: Choice[]) => void
}

/** A short list and the ways to add to it. */
export function PickedEntries({ adding, ...entries }: Omit<EntriesProps, 'action'> & { adding: (Adding | false)[] }) {
  return (
    <Entries {...entries} action={<div className="actions">{adding.map((one) => one && <AddButton key={one.verb} {...one} />)}</div>} />
  )
}

function AddButton({ verb, title = verb, field, add, done }: Adding) {
  const [opened, { open, close }] = useDisclosure()
  return (
    <>
      <Button size="compact-sm" variant="light" leftSection={<IconPlus size={14} aria-hidden />} onClick={open}>
        {verb}
      </Button>
      <PickDialog opened={opened} onClose={close} title={title} verb={verb} field={field} add={add} done={done} />
    </>
  )
}

/** “Ada Berger, Grace Hopper” */
export const namesOf = (choices: Choice[]) => new Intl.ListFormat('en', { type: 'unit' }).format(choices.map(({ name }) => name))
