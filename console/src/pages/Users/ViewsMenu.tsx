import { Button, Menu } from '@mantine/core'
import { useDisclosure, useLocalStorage } from '@mantine/hooks'
import { IconBookmark, IconBookmarkPlus, IconChevronDown, IconFlag, IconFlagOff, IconLink, IconTrash } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { copyLink } from '~/components/CopyLink'
import { NameDialog } from '~/components/NameDialog'
import { showDone } from '~/components/toasts'
import { parseSearch, stringifySearch } from '~/filters'

type View = { name: string; search: string }

const builtIn: View[] = [
  { name: 'Active users', search: '?status=active' },
  { name: 'Disabled users', search: '?status=inactive' },
  { name: 'Access ends in 30 days', search: '?ends=month&sort=endAccess' },
  { name: 'Newest first', search: '?sort=-created' },
]

/** What a view keeps of the address: the list, not what is open beside it. */
const essence = (search: string) => {
  const { q, status, ends, sort, columns } = parseSearch(search)
  return stringifySearch({ q, status, ends, sort, columns })
}

const isView = (value: unknown): value is View =>
  typeof value === 'object' && value !== null && typeof (value as View).name === 'string' && typeof (value as View).search === 'string'

const beginKey = 'gatehouse-view-users'

type Props = { search: string; onOpen: (search: Record<string, string>, begin?: boolean) => void }

/** Named searches of the list. A view is its address: a link shares it. One of them can be where the list begins. */
export function ViewsMenu({ search, onOpen }: Props) {
  const [begin, setBegin] = useLocalStorage<string>({ key: beginKey, defaultValue: '', getInitialValueInEffect: false })
  const [first] = useState({ begin, search, onOpen })
  useEffect(() => {
    if (first.begin !== '' && essence(first.search) === '') first.onOpen(parseSearch(essence(first.begin)), true)
  }, [first])
  const [kept, keep] = useLocalStorage<View[]>({ key: 'gatehouse-views-users', defaultValue: [], getInitialValueInEffect: false })
  const [naming, name] = useDisclosure()
  const own = Array.isArray(kept) ? kept.filter(isView) : []
  const here = essence(search)
  const current = [...own, ...builtIn].find((view) => essence(view.search) === here)
  const item = (view: View) => (
    <Menu.Item key={view.name} leftSection={<IconBookmark size={16} aria-hidden />} aria-current={view === current || undefined} onClick={() => onOpen(parseSearch(essence(view.search)))}>
      <bdi>{view.name}</bdi>
    </Menu.Item>
  )
  return (
    <>
      <Menu position="bottom-end" width={260}>
        <Menu.Target>
          <Button variant="default" px="sm" rightSection={<IconChevronDown size={15} aria-hidden />}>
            Views
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {own.length > 0 && <Menu.Label>Yours, in this browser</Menu.Label>}
          {own.map(item)}
          <Menu.Label>Always there</Menu.Label>
          {builtIn.map(item)}
          <Menu.Divider />
          <Menu.Item leftSection={<IconBookmarkPlus size={16} aria-hidden />} disabled={current !== undefined} onClick={name.open}>
            Save this view
          </Menu.Item>
          <Menu.Item leftSection={<IconLink size={16} aria-hidden />} onClick={() => copyLink(location.pathname + here)}>
            Copy the link to this view
          </Menu.Item>
          {here !== '' && here !== begin && (
            <Menu.Item leftSection={<IconFlag size={16} aria-hidden />} onClick={() => { setBegin(here); showDone('The list now begins with this view', () => setBegin(begin)) }}>
              Begin with this view
            </Menu.Item>
          )}
          {begin !== '' && (
            <Menu.Item leftSection={<IconFlagOff size={16} aria-hidden />} onClick={() => { setBegin(''); showDone('The list begins with the active users', () => setBegin(begin)) }}>
              Begin with the active users
            </Menu.Item>
          )}
          {current && own.includes(current) && (
            <Menu.Item
              color="var(--mantine-color-error)"
              leftSection={<IconTrash size={16} aria-hidden />}
              onClick={() => {
                keep(own.filter((view) => view !== current))
                showDone(`The view ${current.name} is forgotten`, () => keep(own))
              }}
            >
              Forget this view
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <NameDialog
        opened={naming}
        onClose={name.close}
        title="Save this view"
        verb="Save"
        save={async (chosen) => {
          keep([...own.filter((view) => view.name !== chosen), { name: chosen, search: here }])
          return chosen
        }}
        done={(chosen) => showDone(`The view ${chosen} is saved`)}
      />
    </>
  )
}
