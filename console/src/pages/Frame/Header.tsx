import { ActionIcon, Burger, Kbd, Menu, Tooltip, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { spotlight } from '@mantine/spotlight'
import { IconCheck, IconKey, IconKeyboard, IconLogout, IconMoon, IconPalette, IconPencil, IconSearch, IconSelector, IconSun } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import { useOrganizationId } from '~/api/organization'
import { signOut } from '~/api/session'
import type { Session } from '~/api/types'
import { Initials } from '~/components/Initials'
import { Logo } from '~/components/Logo'
import { hrefs, useHrefs } from '~/hrefs'
import { AppearanceDialog } from './AppearanceDialog'
import { ChangePasswordDialog } from './ChangePasswordDialog'
import { EditProfileDialog } from './EditProfileDialog'
import classes from './Frame.module.css'

const mac = /Mac|iPhone|iPad/.test(navigator.userAgent)

type Props = { session: Session; navigationOpened: boolean; onNavigation: () => void; onHelp: () => void }

export function Header({ session, navigationOpened, onNavigation, onHelp }: Props) {
  return (
    <header className={classes.header}>
      <div className={classes.burger}>
        <Burger
          size="sm"
          opened={navigationOpened}
          onClick={onNavigation}
          aria-expanded={navigationOpened}
          aria-label={navigationOpened ? 'Close the navigation' : 'Open the navigation'}
        />
      </div>
      <a className={classes.brand} href={useHrefs().users} aria-label="Gatehouse">
        <Logo />
        <span>Gatehouse</span>
      </a>
      <span className={classes.slash} aria-hidden>
        /
      </span>
      <OrganizationSwitch session={session} />
      <button type="button" className={classes.search} onClick={spotlight.open}>
        <IconSearch size={16} aria-hidden />
        <span>Search or run a command</span>
        <Kbd size="xs">{mac ? '⌘K' : 'Ctrl K'}</Kbd>
      </button>
      <SchemeToggle />
      <ProfileMenu session={session} onHelp={onHelp} />
    </header>
  )
}

function OrganizationSwitch({ session }: { session: Session }) {
  const id = useOrganizationId()
  const router = useRouter()
  const name = session.organizations.find((organization) => organization.id === id)?.organizationName
  if (session.organizations.length < 2) {
    return (
      <span className={classes.organization}>
        <bdi>{name}</bdi>
      </span>
    )
  }
  return (
    <Menu position="bottom-start" width={260}>
      <Menu.Target>
        <button type="button" className={classes.organization} aria-label={`Organization ${name}, switch`}>
          <bdi>{name}</bdi>
          <IconSelector size={16} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Organizations</Menu.Label>
        {session.organizations.map((organization) => (
          <Menu.Item
            key={organization.id}
            leftSection={<IconCheck size={16} aria-hidden visibility={organization.id === id ? 'visible' : 'hidden'} />}
            onClick={() => router.history.push(hrefs(organization.id).users)}
          >
            <bdi>{organization.organizationName}</bdi>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function SchemeToggle() {
  const { setColorScheme } = useMantineColorScheme()
  const dark = useComputedColorScheme('light') === 'dark'
  const label = dark ? 'Use light colours' : 'Use dark colours'
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label} onClick={() => setColorScheme(dark ? 'light' : 'dark')}>
        {dark ? <IconSun size={18} aria-hidden /> : <IconMoon size={18} aria-hidden />}
      </ActionIcon>
    </Tooltip>
  )
}

function ProfileMenu({ session, onHelp }: { session: Session; onHelp: () => void }) {
  const { account } = session
  const [editing, edit] = useDisclosure()
  const [changing, change] = useDisclosure()
  const [choosing, choose] = useDisclosure()
  return (
    <>
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <button type="button" className={classes.profile} aria-label={`Your profile, ${account.firstName} ${account.lastName}`}>
            <Initials of={account} size={32} />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            <bdi>
              {account.firstName} {account.lastName}
            </bdi>
            <br />
            <bdi>{account.email}</bdi>
          </Menu.Label>
          <Menu.Divider />
          <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={edit.open}>
            Edit Profile
          </Menu.Item>
          <Menu.Item leftSection={<IconKey size={16} aria-hidden />} onClick={change.open}>
            Change password
          </Menu.Item>
          <Menu.Item leftSection={<IconPalette size={16} aria-hidden />} onClick={choose.open}>
            Appearance
          </Menu.Item>
          <Menu.Item leftSection={<IconKeyboard size={16} aria-hidden />} onClick={onHelp}>
            Keyboard shortcuts
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void signOut()}>
            Sign out
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <EditProfileDialog opened={editing} onClose={edit.close} />
      <AppearanceDialog opened={choosing} onClose={choose.close} />
      <ChangePasswordDialog opened={changing} onClose={change.close} email={account.email} />
    </>
  )
}
