import { Input, VisuallyHidden } from '@mantine/core'
import { IconAlertTriangle, IconX } from '@tabler/icons-react'
import { useId, useRef, useState, type ClipboardEvent, type KeyboardEvent } from 'react'
import classes from './TagsField.module.css'

export type Tag = {
  text: string
  shown: string
  valid: boolean
  /** What is to be known of it: “already a user”. */
  note?: string
}

type Props = {
  label: string
  description?: string
  tags: Tag[]
  /** Takes what was typed or pasted; answers how many tags came of it. */
  onAdd: (text: string) => number
  onRemove: (index: number) => void
  /** “not an address”, said of an invalid tag. */
  invalid: string
  error?: string
  separators: RegExp
  inputMode?: 'email' | 'text'
  disabled?: boolean
  autoFocus?: boolean
}

/** Short texts as tags; they are walked by ←/→ and removed by Delete or Backspace. */
export function TagsField(props: Props) {
  const { label, description, tags, onAdd, onRemove, invalid, error, separators, inputMode, disabled, autoFocus } = props
  const [text, setText] = useState('')
  const [news, setNews] = useState('')
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  const input = useRef<HTMLInputElement>(null)

  const buttons = () => [...(box.current?.querySelectorAll<HTMLButtonElement>('button') ?? [])]

  const add = (added: string) => {
    setText('')
    const count = onAdd(added)
    if (count > 0) setNews(`${count} added`)
  }
  const remove = (index: number) => {
    setNews(`${tags[index]?.shown} removed`)
    onRemove(index)
    requestAnimationFrame(() => (buttons()[Math.min(index, tags.length - 2)] ?? input.current)?.focus())
  }
  const correct = (index: number) => {
    setText(tags[index]?.text ?? '')
    onRemove(index)
    input.current?.focus()
  }

  const onInputKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey) return
    if (text.trim() !== '' && (event.key === 'Enter' || (event.key.length === 1 && separators.test(event.key)))) {
      event.preventDefault()
      add(text)
    } else if (text === '' && (event.key === 'Backspace' || event.key === 'ArrowLeft')) {
      buttons().at(-1)?.focus()
    }
  }
  const onTagKey = (event: KeyboardEvent, index: number) => {
    if (event.key === 'ArrowLeft') buttons()[index - 1]?.focus()
    else if (event.key === 'ArrowRight') (buttons()[index + 1] ?? input.current)?.focus()
    else if (event.key === 'Delete' || event.key === 'Backspace') remove(index)
    else return
    event.preventDefault()
  }
  const onPaste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData.getData('text')
    if (!separators.test(pasted) && !/\s\S+@/.test(pasted)) return
    event.preventDefault()
    add(text + pasted)
  }

  return (
    <Input.Wrapper
      label={label}
      labelProps={{ htmlFor: id }}
      description={description}
      descriptionProps={{ id: `${id}-description` }}
      error={error}
      errorProps={{ id: `${id}-error` }}
      withAsterisk
    >
      {/* oxlint-disable-next-line click-events-have-key-events, no-static-element-interactions -- a click beside the tags means the field */}
      <div
        ref={box}
        className={classes.box}
        data-error={error ? true : undefined}
        onClick={(event) => event.target === event.currentTarget && input.current?.focus()}
      >
        {tags.map((tag, index) => (
          <button
            key={tag.shown.toLowerCase()}
            type="button"
            className={classes.tag}
            data-invalid={tag.valid ? undefined : true}
            data-noted={tag.note ? true : undefined}
            aria-label={tag.valid ? `${tag.shown}${tag.note ? `, ${tag.note}` : ''}, remove` : `${tag.text}, ${invalid}, correct`}
            tabIndex={-1}
            disabled={disabled}
            onKeyDown={(event) => onTagKey(event, index)}
            onClick={() => (tag.valid ? remove(index) : correct(index))}
          >
            {!tag.valid && <IconAlertTriangle size={13} aria-hidden />}
            <bdi>{tag.shown}</bdi>
            {tag.note && <small>{tag.note}</small>}
            <IconX size={13} aria-hidden />
          </button>
        ))}
        <input
          ref={input}
          id={id}
          className={classes.input}
          value={text}
          disabled={disabled}
          inputMode={inputMode}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          aria-required
          aria-invalid={error ? true : undefined}
          aria-describedby={[description && `${id}-description`, error && `${id}-error`].filter(Boolean).join(' ') || undefined}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={onInputKey}
          onPaste={onPaste}
          onBlur={() => text.trim() !== '' && add(text)}
          data-autofocus={autoFocus || undefined}
        />
      </div>
      <VisuallyHidden role="status">{news}</VisuallyHidden>
    </Input.Wrapper>
  )
}
