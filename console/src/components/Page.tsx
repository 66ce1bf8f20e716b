import { Title } from '@mantine/core'
import { useEffect, useRef, type ReactNode } from 'react'
import { useOrganizationName } from '~/api/organization'
import classes from './Page.module.css'

/** No page has been left yet: the browser has just loaded the document. */
let first = true

/** “Grace Lovelace · Users · Gatehouse” */
export function usePageTitle(...parts: (string | undefined)[]) {
  const title = [...parts.filter(Boolean), 'Gatehouse'].join(' · ')
  useEffect(() => {
    document.title = title
    return () => {
      first = false
    }
  }, [title])
}

type Props = { title: string; section?: string; lead?: ReactNode; actions?: ReactNode; children?: ReactNode }

/** The head of a page: its h1, which takes the focus when one arrives from another page. */
export function PageHead({ title, section, lead, actions, children }: Props) {
  usePageTitle(title, section, useOrganizationName())
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (!first) heading.current?.focus({ preventScroll: true })
  }, [])
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
