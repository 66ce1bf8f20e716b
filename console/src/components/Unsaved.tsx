import { Modal, type ModalProps } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { ConfirmDialog } from './ConfirmDialog'

type Place = { pathname: string; search: { tab?: string; user?: string } }

/** Asks before one leaves a page, a tab of it or a panel with something unsaved. */
export function UnsavedGuard({ dirty }: { dirty: boolean }) {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => dirty && leaves(current as Place, next as Place),
    enableBeforeUnload: dirty,
    withResolver: true,
  })
  return (
    <Leaving
      opened={blocker.status === 'blocked'}
      onStay={() => blocker.reset?.()}
      onLeave={() => blocker.proceed?.()}
    />
  )
}

const leaves = (from: Place, to: Place) =>
  from.pathname !== to.pathname || from.search.tab !== to.search.tab || from.search.user !== to.search.user

const Leaving = ({ opened, onStay, onLeave }: { opened: boolean; onStay: () => void; onLeave: () => void }) => (
  <ConfirmDialog opened={opened} onClose={onStay} title="Leave without saving?" verb="Leave" cancel="Keep editing" onConfirm={onLeave}>
    What you changed here is not saved yet.
  </ConfirmDialog>
)

const Dirty = createContext<{ mark: (dirty: boolean) => void; close: () => void } | null>(null)

/** A dialog with a form: Escape, a click beside it and ✕ ask first when something was typed. */
export function FormDialog({ opened, onClose, children, ...modal }: ModalProps) {
  const dirty = useRef(false)
  const [leaving, setLeaving] = useState(false)
  const close = useCallback(() => (dirty.current ? setLeaving(true) : onClose()), [onClose])
  const form = useMemo(
    () => ({
      mark: (now: boolean) => {
        dirty.current = now
      },
      close,
    }),
    [close],
  )
  return (
    <>
      {/* Mantine's Escape closes all dialogs that lie over each other. */}
      <Modal {...modal} opened={opened} onClose={close} closeOnEscape={!leaving}>
        <Dirty.Provider value={form}>{children}</Dirty.Provider>
      </Modal>
      <Leaving
        opened={leaving}
        onStay={() => setLeaving(false)}
        onLeave={() => {
          setLeaving(false)
          dirty.current = false
          onClose()
        }}
      />
    </>
  )
}

/** Tells the dialog around whether something would be lost; answers how its Cancel closes it. */
export function useFormDialog(dirty: boolean): () => void {
  const form = useContext(Dirty)
  useEffect(() => {
    form?.mark(dirty)
    return () => form?.mark(false)
  }, [form, dirty])
  return form?.close ?? (() => undefined)
}
