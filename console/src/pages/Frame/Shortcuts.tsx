import { Kbd, Modal, Switch, Text } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { Fragment, useMemo } from 'react'
import { useMay } from '~/api/organization'
import { useShortcuts } from '~/components/shortcuts'
import { useHrefs } from '~/hrefs'
import { shortcuts } from '~/preferences'
import classes from './Shortcuts.module.css'

type Props = { opened: boolean; onOpen: () => void; onClose: () => void }

/** The keys that work on every page, and the dialog that lists them all. */
export function Shortcuts({ opened, onOpen, onClose }: Props) {
  const to = useHrefs()
  const router = useRouter()
  const on = shortcuts.use() === 'on'
  const mayInvite = useMay().may('invite')
  const acts = useMemo(() => {
    const go = (href: string) => () => router.history.push(href)
    return {
      '?': onOpen,
      ...(mayInvite && { c: go(`${to.users}?open=invite`) }),
      e: () => document.querySelector<HTMLElement>('main [data-edit]')?.click(),
      'g u': go(to.users),
      'g s': go(to.serviceUsers),
      'g g': go(to.groups),
      'g i': go(to.invitations),
      'g p': go(to.policies),
      'g x': go(to.applications),
      'g a': go(to.audit),
    }
  }, [to, router, onOpen, mayInvite])
  useShortcuts(acts)
  return (
    <Modal opened={opened} onClose={onClose} title="Keyboard shortcuts" size={760}>
      <div className={classes.groups}>
        {groups.map(([title, keys]) => (
          <section key={title} aria-label={title}>
            <h3>{title}</h3>
            <dl>
              {keys.map(([combination, meaning]) => (
                <div key={meaning}>
                  <dt>
                    {combination.split(' ').map((key, index) => (
                      <Fragment key={key + String(index)}>
                        {index > 0 && ' '}
                        {key === 'or' || key === 'then' ? key : <Kbd size="sm">{key}</Kbd>}
                      </Fragment>
                    ))}
                  </dt>
                  <dd>{meaning}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <Switch
        mt="xs"
        label="Single-key shortcuts"
        description="Ctrl K, Esc and the keys inside a list work in any case."
        checked={on}
        onChange={(event) => shortcuts.set(event.currentTarget.checked ? 'on' : 'off')}
      />
      <Text size="sm" c="dimmed" mt="xs">
        No shortcut works while you type in a field.
      </Text>
    </Modal>
  )
}

const groups: [title: string, keys: [combination: string, meaning: string][]][] = [
  [
    'Anywhere',
    [
      ['Ctrl+K or ⌘K', 'Search or run a command'],
      ['/', 'Search this list'],
      ['c', 'Invite users'],
      ['e', 'Edit what the page or the panel shows'],
      ['Ctrl+Enter', 'Send the form'],
      ['F6 or Alt+T', 'Go to the newest Undo'],
      ['Esc', 'Close what lies on top'],
      ['?', 'This help'],
    ],
  ],
  [
    'Go to',
    [
      ['g then u', 'Users'],
      ['g then s', 'Service users'],
      ['g then g', 'User groups'],
      ['g then i', 'Invitations'],
      ['g then p', 'Permission policies'],
      ['g then x', 'Applications'],
      ['g then a', 'Audit trail'],
    ],
  ],
  [
    'In a list',
    [
      ['↑ or ↓ or j or k', 'Previous or next row'],
      ['Home or End', 'First or last row'],
      ['Enter', 'Open the row'],
      ['Ctrl+Enter', 'Open its details'],
      ['Space or x', 'Select the row'],
      ['Shift+J or Shift+K', 'Extend the selection'],
      ['.', 'Its menu'],
    ],
  ],
]
