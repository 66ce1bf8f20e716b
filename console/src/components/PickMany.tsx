import { Combobox, Input, InputBase, useCombobox } from '@mantine/core'
import { IconCheck, IconSearch, IconX } from '@tabler/icons-react'
import { useId, useState } from 'react'
import classes from './PickMany.module.css'

export type Choice = { id: string; name: string; note?: string }

type Props = {
  label: string
  description?: string
  placeholder?: string
  /** What matches the search, from the server. */
  choices: Choice[]
  search: string
  onSearch: (search: string) => void
  value: Choice[]
  onChange: (value: Choice[]) => void
  loading?: boolean
  nothing: string
  autoFocus?: boolean
}

/** Picks several of many: typing narrows the list, the chosen stay above it as buttons. */
export function PickMany(props: Props) {
  const { label, description, placeholder, choices, search, onSearch, value, onChange, loading, nothing, autoFocus } = props
  const id = useId()
  const [opened, setOpened] = useState(false)
  const combobox = useCombobox({ opened, onDropdownClose: () => combobox.resetSelectedOption() })
  const chosen = new Set(value.map((choice) => choice.id))
  const close = () => setOpened(false)

  const toggle = (choiceId: string) => {
    const choice = choices.find((candidate) => candidate.id === choiceId)
    if (choice) onChange(chosen.has(choiceId) ? value.filter((other) => other.id !== choiceId) : [...value, choice])
    // The list would lie over what comes next; typing or an arrow key opens it again.
    onSearch('')
    close()
  }

  return (
    <Input.Wrapper label={label} description={description} labelProps={{ htmlFor: id }}>
      {value.length > 0 && (
        <ul className={classes.chosen} aria-label={`${label}: chosen`}>
          {value.map((choice) => (
            <li key={choice.id}>
              <button
                type="button"
                aria-label={`Remove ${choice.name}`}
                onClick={() => onChange(value.filter((other) => other.id !== choice.id))}
              >
                {choice.name}
                <IconX size={13} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      <Combobox store={combobox} onOptionSubmit={toggle} shadow="md" position="bottom-start" middlewares={{ flip: true, shift: true }}>
        <Combobox.Target>
          <InputBase
            id={id}
            value={search}
            placeholder={placeholder}
            leftSection={<IconSearch size={15} aria-hidden />}
            autoComplete="off"
            data-autofocus={autoFocus || undefined}
            onChange={(event) => {
              onSearch(event.currentTarget.value)
              setOpened(true)
              combobox.resetSelectedOption()
            }}
            onClick={() => setOpened(true)}
            onKeyDown={(event) => {
              if (event.key === 'ArrowDown' || event.key === 'ArrowUp') setOpened(true)
              if (event.key === 'Escape' && opened) {
                event.stopPropagation()
                close()
              }
            }}
            onBlur={close}
          />
        </Combobox.Target>
        <Combobox.Dropdown>
          <Combobox.Options mah={240} className={classes.options} aria-label={label} aria-multiselectable>
            {choices.map((choice) => (
              <Combobox.Option key={choice.id} value={choice.id} active={chosen.has(choice.id)} aria-selected={chosen.has(choice.id)}>
                <span className={classes.option}>
                  <IconCheck size={15} aria-hidden visibility={chosen.has(choice.id) ? 'visible' : 'hidden'} />
                  <bdi>{choice.name}</bdi>
                  {choice.note && <small>{choice.note}</small>}
                </span>
              </Combobox.Option>
            ))}
            {choices.length === 0 && <Combobox.Empty>{loading ? 'Searching…' : nothing}</Combobox.Empty>}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
    </Input.Wrapper>
  )
}
