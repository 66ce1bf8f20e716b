import { Title } from '@mantine/core'
import { useEffect, useRef, useSyncExternalStore, type ReactNode } from 'react'
import { useOrganizationName } from '~/api/organization'
import classes from './Page.module.css'

/** No page has been left yet: the browser has just loaded the document. */
let first = true

let told = ''
const listeners = new Set<() => void>()
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** The title of the page at which one has arrived, for screen readers; empty for the first. */
export const useToldTitle = () => useSyncExternalStore(subscribe, () => told)

/** “Grace Lovelace · Users · Gatehouse” */
export function usePageTitle(...parts: (string | undefined)[]) {
  const title = [...parts.filter(Boolean), 'Gatehouse'].join(' · ')
  useEffect(() => {
    document.title = title
    if (!first) told = title
    listeners.forEach((listener) => listener())
    return () => {
      first = false
    }
  }, [title])
}

/** For a page's h1: takes the focus when one arrives from another page. */
export function useArrival() {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (!first) heading.current?.focus({ preventScroll: true })
  }, [])
  return heading
}

type Props = { title: string; section?: string; lead?: ReactNode; actions?: ReactNode; children?: ReactNode }

/** The head of a page: its h1, which takes the focus when one arrives from another page. */
export function PageHead({ title, section, lead, actions, children }: Props) {
  usePageTitle(title, section, useOrganizationName())
  const heading = useArrival()
  return (
    <header className={classes.head}>
      {lead}
      <div className={classes.line}>
        <Title order={1} size="h2" ref={heading} tabIndex={-1} className={classes.title}>
          <bdi>{title}</bdi>
        </Title>
        {actions && <div className={classes.actions}>{actions}</div>}
      </div>
      {children}
    </header>
  )
}
