import { ActionIcon, Button, Group, Modal, Progress, Stack, Text, Tooltip } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { useOrganizationId, useTimeZone } from '~/api/organization'
import type { User } from '~/api/types'
import { readAllUsers, type UserFilters } from '~/api/users'
import { dayOf, today } from '~/components/dates'
import { showDone, showProblem } from '~/components/toasts'
import { csvOf, download } from '~/csv'

const head = ['User name', 'First name', 'Last name', 'Full name', 'Company', 'Initials', 'Title', 'Email address', 'Status', 'Access end date', 'Last sign-in', 'Created', 'Last modified', 'User ID']

export const userRow = (user: User, zone: string) => [
  user.userName,
  user.firstName,
  user.lastName,
  user.fullName ?? '',
  user.company ?? '',
  user.initials ?? '',
  user.title ?? '',
  user.email,
  user.status,
  user.dtEndAccess ? dayOf(user.dtEndAccess, zone) : '',
  user.lastSignIn ?? '',
  user.dtCreated,
  user.dtLastModified,
  user.id,
]

/** Writes every user of the filtered list into a CSV file, however many pages there are. */
export function ExportButton({ filters }: { filters: UserFilters }) {
  const organizationId = useOrganizationId()
  const zone = useTimeZone()
  const [progress, setProgress] = useState<{ read: number; total: number }>()
  const running = useRef<AbortController>(undefined)

  const cancel = () => {
    running.current?.abort()
    setProgress(undefined)
  }
  const start = async () => {
    const controller = new AbortController()
    running.current = controller
    setProgress({ read: 0, total: 0 })
    try {
      const users = await readAllUsers(organizationId, filters, (read, total) => !controller.signal.aborted && setProgress({ read, total }), controller.signal)
      download(`users-${today(zone)}.csv`, csvOf([head, ...users.map((user) => userRow(user, zone))]))
      showDone(`${users.length.toLocaleString('en')} users exported`)
    } catch (error) {
      if (!controller.signal.aborted) showProblem(error)
    }
    if (running.current === controller) setProgress(undefined)
  }
  const { read = 0, total = 0 } = progress ?? {}
  return (
    <>
      <Tooltip label="Export CSV">
        <ActionIcon variant="default" size={36} aria-label="Export CSV" onClick={() => void start()}>
          <IconDownload size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Modal opened={progress !== undefined} onClose={cancel} title="Export CSV" closeOnClickOutside={false}>
        <Stack>
          <Text role="status">{total === 0 ? 'Reading the users' : `${read.toLocaleString('en')} of ${total.toLocaleString('en')} users read`}</Text>
          <Progress value={(100 * read) / Math.max(1, total)} aria-label="Users read" />
          <Group justify="flex-end">
            <Button variant="default" onClick={cancel}>
              Cancel
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}
