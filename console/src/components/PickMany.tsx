import { Combobox, Input, InputBase, useCombobox } from '@mantine/core'
import { IconCheck, IconSearch, IconX } from '@tabler/icons-react'
import { useEffect, useId, useState } from 'react'
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
  /** The choices belong to an earlier search. */
  outdated?: boolean
  nothing: string
  autoFocus?: boolean
  required?: boolean
  error?: string
}

/** Picks several of many: typing narrows the list, the chosen stay above it as buttons. */
export function PickMany(props: Props) {
  const { label, description, placeholder, choices, search, onSearch, value, onChange, loading, outdated, nothing, autoFocus, required, error } = props
  const id = useId()
  const [opened, setOpened] = useState(false)
  const combobox = useCombobox({ opened, onDropdownClose: () => combobox.resetSelectedOption() })
  const chosen = new Set(value.map((choice) => choice.id))
  const close = () => setOpened(false)
  // Until the server has answered, only what certainly matches: Enter right after typing must not take anything else.
  const typed = search.trim().toLowerCase()
  const shown = outdated ? choices.filter(({ name, note = '' }) => `${name} ${note}`.toLowerCase().includes(typed)) : choices
  const ids = shown.map((choice) => choice.id).join(' ')
  const { resetSelectedOption } = combobox
  // oxlint-disable-next-line exhaustive-effect-dependencies -- another list, so the marked place in it means another choice
  useEffect(() => resetSelectedOption(), [ids, resetSelectedOption])

  const toggle = (choiceId: string) => {
    const choice = choices.find((candidate) => candidate.id === choiceId)
    if (choice) onChange(chosen.has(choiceId) ? value.filter((other) => other.id !== choiceId) : [...value, choice])
    // The list would lie over what comes next; typing or an arrow key opens it again.
    onSearch('')
    close()
  }

  return (
    <Input.Wrapper label={label} description={description} labelProps={{ htmlFor: id }} withAsterisk={required} error={error} errorProps={{ id: `${id}-error` }}>
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
            aria-required={required}
            error={error !== undefined}
            mb={error ? 5 : undefined}
            aria-invalid={error ? true : undefined}
            aria-describedby={error ? `${id}-error` : undefined}
            data-autofocus={autoFocus || undefined}
            onChange={(event) => {
              onSearch(event.currentTarget.value)
              setOpened(true)
              resetSelectedOption()
            }}
            onClick={() => setOpened(true)}
            onKeyDown={(event) => {
              if (event.key === 'ArrowDown' || event.key === 'ArrowUp') setOpened(true)
              // The choice, never the form around it.
              if (event.key === 'Enter' && opened && !event.ctrlKey && !event.metaKey) event.preventDefault()
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
            {shown.map((choice) => (
              <Combobox.Option key={choice.id} value={choice.id} active={chosen.has(choice.id)} aria-selected={chosen.has(choice.id)}>
                <span className={classes.option}>
                  <IconCheck size={15} aria-hidden visibility={chosen.has(choice.id) ? 'visible' : 'hidden'} />
                  <bdi>{choice.name}</bdi>
                  {choice.note && <small>{choice.note}</small>}
                </span>
              </Combobox.Option>
            ))}
            {shown.length === 0 && <Combobox.Empty>{loading || outdated ? 'Searching…' : nothing}</Combobox.Empty>}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
    </Input.Wrapper>
  )
}
