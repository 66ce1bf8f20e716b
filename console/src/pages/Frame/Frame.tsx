import { Outlet, useLocation } from '@tanstack/react-router'
import { useDisclosure } from '@mantine/hooks'
import { useEffect } from 'react'
import { useOrganizationId } from '~/api/organization'
import { useSession } from '~/api/session'
import { NoOrganizationPage } from '~/pages/Outside/Messages'
import classes from './Frame.module.css'
import { Header } from './Header'
import { Navigation } from './Navigation'
import { Palette } from './Palette'
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
        <Outlet />
      </main>
      <Palette onHelp={openHelp} />
      <Shortcuts opened={help} onOpen={openHelp} onClose={closeHelp} />
    </div>
  )
}
