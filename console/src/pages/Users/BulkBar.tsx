import { Button, CloseButton } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useMay, useMe, useOrganizationId, useTimeZone } from '~/api/organization'
import type { User } from '~/api/types'
import { readAllUsers, type UserFilters } from '~/api/users'
import { isLayerOpen } from '~/components/layers'
import { showProblem } from '~/components/toasts'
import classes from './BulkBar.module.css'
import { bulkActs, type BulkName } from './bulkActs'
import { BulkDialog } from './BulkDialog'

type Props = {
  selected: User[]
  filters: UserFilters
  /** How many match; more than are loaded. */
  total: number | undefined
  onSelect: (users: User[]) => void
  onClear: () => void
}

/** What can be done to all selected users. */
export function BulkBar({ selected, filters, total, onSelect, onClear }: Props) {
  const organizationId = useOrganizationId()
  const zone = useTimeZone()
  const { may, administrator } = useMay()
  const me = useMe().data?.user?.id
  const [open, setOpen] = useState<BulkName>()
  const [reading, setReading] = useState<AbortController>()
  const acts = bulkActs({ organizationId, zone, isMe: (user) => user.id === me })
  const allowed: BulkName[] = [
    ...(may('updateUser') ? (['deactivate', 'activate'] as const) : []),
    ...(may('updateGroup') ? (['group'] as const) : []),
    ...(may('updatePolicy') ? (['policy'] as const) : []),
    ...(may('updateUser') ? (['end'] as const) : []),
    ...(administrator ? (['resend'] as const) : []),
  ]

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !isLayerOpen() && !document.querySelector('aside')) onClear()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [onClear])

  const selectAll = () => {
    const controller = new AbortController()
    setReading(controller)
    readAllUsers(organizationId, filters, () => undefined, controller.signal)
      .then(onSelect, (error) => !controller.signal.aborted && showProblem(error))
      .finally(() => setReading(undefined))
  }
  return (
    <>
      <section className={classes.bar} aria-label="Selected users">
        {/* The list's count tells it to screen readers. */}
        <strong>{selected.length.toLocaleString('en')} selected</strong>
        {total !== undefined && total > selected.length && (
          <Button size="compact-sm" variant="subtle" loading={reading !== undefined} onClick={selectAll}>
            Select all {total.toLocaleString('en')}
          </Button>
        )}
        <div className={classes.acts}>
          {allowed.map((name) => (
            <Button key={name} size="compact-md" variant={acts[name].danger ? 'light' : 'default'} color={acts[name].danger ? 'red' : undefined} onClick={() => setOpen(name)}>
              {acts[name].label}
            </Button>
          ))}
        </div>
        <CloseButton className={classes.close} aria-label="Clear the selection" onClick={onClear} />
      </section>
      {open && <BulkDialog act={acts[open]} users={selected} onClose={() => setOpen(undefined)} />}
    </>
  )
}
