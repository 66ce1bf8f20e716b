import { Outlet, useLocation } from '@tanstack/react-router'
import { useState } from 'react'
import { intoView } from '~/components/intoView'
import { PageHead } from '~/components/Page'
import { PageActionsPlace } from '~/components/PageActions'
import { useHrefs } from '~/hrefs'
import classes from './AccessPage.module.css'

/** Settings › Access: its tabs are pages of their own. */
export default function AccessPage() {
  const to = useHrefs()
  const { pathname } = useLocation()
  const [place, setPlace] = useState<HTMLElement | null>(null)
  const tabs = [
    ['Users', to.users],
    ['Service users', to.serviceUsers],
    ['User groups', to.groups],
    ['Invitations', to.invitations],
    ['Permission policies', to.policies],
    ['Support access', to.support],
  ] as const
  return (
    <div className={classes.page}>
      <PageHead title="Access" section={tabs.find(([, href]) => href === pathname)?.[0]} actions={<div className="actions" ref={setPlace} />}>
        <nav className={classes.tabs} aria-label="Access">
          {tabs.map(([label, href]) => (
            <a key={href} href={href} ref={pathname === href ? intoView : undefined} aria-current={pathname === href ? 'page' : undefined}>
              {label}
            </a>
          ))}
        </nav>
      </PageHead>
      <PageActionsPlace value={place}>
        <Outlet />
      </PageActionsPlace>
    </div>
  )
}
