import { IconApps, IconHistory, IconShieldLock } from '@tabler/icons-react'
import { useLocation } from '@tanstack/react-router'
import { useHrefs } from '~/hrefs'
import classes from './Frame.module.css'

export function Navigation({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { pathname } = useLocation()
  const to = useHrefs()
  const current = (path: string) => (pathname.includes(path) ? 'page' : undefined)
  return (
    <>
      <button type="button" className={classes.veil} data-opened={opened || undefined} aria-label="Close the navigation" tabIndex={-1} onClick={onClose} />
      {/* oxlint-disable-next-line no-noninteractive-element-interactions -- Escape closes it where it lies over the page */}
      <nav className={classes.nav} aria-label="Main" data-opened={opened || undefined} onKeyDown={(event) => event.key === 'Escape' && onClose()}>
        <h2 id="nav-settings">Settings</h2>
        <ul aria-labelledby="nav-settings">
          <li>
            <a href={to.users} aria-current={current('/access/')}>
              <IconShieldLock size={18} stroke={1.7} aria-hidden />
              Access
            </a>
          </li>
          <li>
            <a href={to.applications} aria-current={current('/applications')}>
              <IconApps size={18} stroke={1.7} aria-hidden />
              Applications
            </a>
          </li>
          <li>
            <a href={to.audit} aria-current={current('/audit')}>
              <IconHistory size={18} stroke={1.7} aria-hidden />
              Audit trail
            </a>
          </li>
        </ul>
      </nav>
    </>
  )
}
