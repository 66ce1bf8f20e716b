import { Outlet, useLocation } from '@tanstack/react-router'
import { useDisclosure } from '@mantine/hooks'
import { useEffect, type ReactNode } from 'react'
import { useOrganizationId, useTimeZone } from '~/api/organization'
import { useSession } from '~/api/session'
import { NoOrganizationPage } from '~/pages/Outside/Messages'
import { TimeZone } from '~/components/Time'
import { timeZone } from '~/preferences'
import classes from './Frame.module.css'
import { Header } from './Header'
import { Navigation } from './Navigation'
import { Palette } from './Palette'
import { PrintHead } from './PrintHead'
import { Shortcuts } from './Shortcuts'

/** Header, navigation and the page. */
export default function Frame() {
  const session = useSession()
  const organizationId = useOrganizationId()
  const [navigation, { toggle, close }] = useDisclosure()
  const [help, { open: openHelp, close: closeHelp }] = useDisclosure()
  const { pathname } = useLocation()
  useEffect(close, [pathname, close])

  const member = session?.organizations.find(({ id }) => id === organizationId)
  if (!session) return null
  if (!member) return <NoOrganizationPage />
  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#main">
        Skip to the content
      </a>
      <Header session={session} navigationOpened={navigation} onNavigation={toggle} onHelp={openHelp} />
      <Navigation opened={navigation} onClose={close} />
      <main id="main" className={classes.main} tabIndex={-1}>
        <Zoned>
          <PrintHead className={classes.printed} />
          <Outlet />
        </Zoned>
      </main>
      <Palette onHelp={openHelp} />
      <Shortcuts opened={help} onOpen={openHelp} onClose={closeHelp} />
    </div>
  )
}

/** Times below are written in the zone that was chosen under Appearance. */
function Zoned({ children }: { children: ReactNode }) {
  const organization = useTimeZone()
  const zone = { local: undefined, organization, utc: 'UTC' }[timeZone.use()]
  return <TimeZone value={zone}>{children}</TimeZone>
}
