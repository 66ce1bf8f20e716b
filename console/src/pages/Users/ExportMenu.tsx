import { ActionIcon, Button, Group, Menu, Modal, Progress, Stack, Text, Tooltip } from '@mantine/core'
import { IconBraces, IconCsv, IconDownload, IconPrinter, IconTable } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { List } from '~/api/lists'
import { useOrganizationId, useTimeZone } from '~/api/organization'
import type { User } from '~/api/types'
import { readAllUsers, type UserFilters } from '~/api/users'
import type { Column } from '~/components/DataTable'
import { today } from '~/components/dates'
import { showDone, showProblem } from '~/components/toasts'
import { csvOf, download } from '~/csv'
import { userHead, userRow } from './userTable'

/** Rows on paper; more are for a file. */
const printable = 2000

type Props = { filters: UserFilters; columns: Column<User>[]; list: List<User> }

/** Every user of the filtered list, however many pages there are: as a file with the columns shown, or on paper. */
export function ExportMenu({ filters, columns, list }: Props) {
  const zone = useTimeZone()
  const { read, dialog } = useReading(filters)
  const table = (users: User[]) => [columns.map(({ label }) => label), ...users.map((user) => columns.map(({ text }) => text?.(user) ?? ''))]
  const save = (users: User[], ending: string, text: string, type?: string) => {
    download(`users-${today(zone)}.${ending}`, text, type)
    showDone(users.length === 1 ? 'One user exported' : `${users.length.toLocaleString('en')} users exported`)
  }
  const tooMany = (list.total ?? 0) > printable
  return (
    <>
      <Menu position="bottom-end" width={290}>
        <Menu.Target>
          <Tooltip label="Export">
            <ActionIcon variant="default" size={36} aria-label="Export">
              <IconDownload size={18} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>All users that match</Menu.Label>
          <Menu.Item leftSection={<IconCsv size={16} aria-hidden />} onClick={() => void read((users) => save(users, 'csv', csvOf(table(users))))}>
            CSV, the columns shown
          </Menu.Item>
          <Menu.Item leftSection={<IconCsv size={16} aria-hidden />} onClick={() => void read((users) => save(users, 'csv', csvOf([userHead, ...users.map((user) => userRow(user, zone))])))}>
            CSV, everything
          </Menu.Item>
          <Menu.Item leftSection={<IconTable size={16} aria-hidden />} onClick={() => void read((users) => save(users, 'csv', csvOf(table(users), true)))}>
            CSV for Excel, the columns shown
          </Menu.Item>
          <Menu.Item leftSection={<IconBraces size={16} aria-hidden />} onClick={() => void read((users) => save(users, 'json', JSON.stringify(users, null, 2), 'application/json'))}>
            JSON, everything
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<IconPrinter size={16} aria-hidden />} disabled={tooMany} onClick={() => void list.all().then(() => print(), showProblem)}>
            {tooMany ? `Print (up to ${printable.toLocaleString('en')} users)` : 'Print'}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog}
    </>
  )
}

/** Reads all pages, shows how far it is, and can be stopped. */
function useReading(filters: UserFilters) {
  const organizationId = useOrganizationId()
  const [progress, setProgress] = useState<{ read: number; total: number }>()
  const running = useRef<AbortController>(undefined)
  const cancel = () => {
    running.current?.abort()
    setProgress(undefined)
  }
  const read = async (done: (users: User[]) => void) => {
    const controller = new AbortController()
    running.current = controller
    setProgress({ read: 0, total: 0 })
    try {
      done(await readAllUsers(organizationId, filters, (count, total) => !controller.signal.aborted && setProgress({ read: count, total }), controller.signal))
    } catch (error) {
      if (!controller.signal.aborted) showProblem(error)
    }
    if (running.current === controller) setProgress(undefined)
  }
  const { read: count = 0, total = 0 } = progress ?? {}
  const dialog = (
    <Modal opened={progress !== undefined} onClose={cancel} title="Export" closeOnClickOutside={false}>
      <Stack>
        <Text role="status">{total === 0 ? 'Reading the users' : `${count.toLocaleString('en')} of ${total.toLocaleString('en')} users read`}</Text>
        <Progress value={(100 * count) / Math.max(1, total)} aria-label="Users read" />
        <Group justify="flex-end">
          <Button variant="default" onClick={cancel}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
  return { read, dialog }
}
