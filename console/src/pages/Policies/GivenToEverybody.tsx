import { Button, Menu } from '@mantine/core'
import { IconPlus, IconUsers, IconWorld } from '@tabler/icons-react'
import { useState } from 'react'
import { useApplications } from '~/api/applications'
import { useChange } from '~/api/change'
import { useMay, useOrganizationId } from '~/api/organization'
import { giveToEverybody, takeFromEverybody, type Everybody } from '~/api/policies'
import type { PermissionPolicy } from '~/api/types'
import { ConfirmDialog } from '~/components/ConfirmDialog'
import { Entries, Entry } from '~/components/Entries'
import { showDone } from '~/components/toasts'

const always = { isPending: false, error: null, refetch: (() => undefined) as never }

/** Whom the policy reaches without being named: all users, and whoever an application asks about. */
export function GivenToEverybody({ policy }: { policy: PermissionPolicy }) {
  const organizationId = useOrganizationId()
  const { may } = useMay()
  const { rows: applications } = useApplications()
  const [asked, setAsked] = useState<{ whom: Everybody; give: boolean }>()
  const nameOf = (whom: Everybody) => {
    if (whom.type === 'allusers') return 'All users'
    return `Any subject of ${applications.find(({ service }) => service === whom.service)?.name ?? whom.service}`
  }
  const give = useChange((whom: Everybody) => giveToEverybody(organizationId, policy, whom).then(() => whom), {
    done: (whom) => showDone(`${policy.name} is given: ${nameOf(whom)}`, () => take.mutate(whom)),
  })
  const take = useChange((whom: Everybody) => takeFromEverybody(organizationId, policy.id, whom).then(() => whom), {
    done: (whom) => showDone(`${policy.name} is taken back: ${nameOf(whom)}`, () => give.mutate(whom)),
  })
  const { allUsers, anySubjectOf } = policy.attachments
  const everybody: Everybody[] = [{ type: 'allusers' }, ...applications.map(({ service }) => ({ type: 'anysubject' as const, service }))]
  const has = (whom: Everybody) => (whom.type === 'allusers' ? allUsers > 0 : anySubjectOf.includes(whom.service))
  const held: Everybody[] = [
    ...(allUsers > 0 ? [{ type: 'allusers' as const }] : []),
    ...anySubjectOf.map((service) => ({ type: 'anysubject' as const, service })),
  ]
  const free = everybody.filter((whom) => !has(whom))
  const allowed = may('updatePolicy')
  return (
    <>
      <Entries
        title="Given to Everybody"
        query={always}
        count={held.length}
        empty="Only those have it who are given it by name."
        action={
          allowed && free.length > 0 && (
            <Menu position="bottom-end">
              <Menu.Target>
                <Button size="compact-sm" variant="light" leftSection={<IconPlus size={14} aria-hidden />}>
                  Give to
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                {free.map((whom) => (
                  <Menu.Item key={nameOf(whom)} leftSection={<Sign whom={whom} />} onClick={() => setAsked({ whom, give: true })}>
                    {nameOf(whom)}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          )
        }
      >
        {held.map((whom) => (
          <Entry
            key={nameOf(whom)}
            name={nameOf(whom)}
            icon={<Sign whom={whom} />}
            onRemove={allowed ? () => setAsked({ whom, give: false }) : undefined}
            removeLabel={`Take ${policy.name} from ${nameOf(whom)}`}
          />
        ))}
      </Entries>
      <ConfirmDialog
        opened={asked !== undefined}
        onClose={() => setAsked(undefined)}
        title={asked ? `${asked.give ? 'Give' : 'Take'} ${policy.name} ${asked.give ? 'to' : 'from'} ${nameOf(asked.whom).toLowerCase()}?` : ''}
        verb={asked?.give ? 'Give' : 'Take back'}
        color={asked?.give ? 'indigo' : 'red'}
        onConfirm={() => {
          if (asked) (asked.give ? give : take).mutate(asked.whom)
          setAsked(undefined)
        }}
      >
        {asked?.give
          ? asked.whom.type === 'allusers'
            ? 'Every user of the organization has it from the next request on, those who join later too.'
            : 'Whoever the application asks about has it, also who is no user of the organization.'
          : 'What only this allowed is refused from the next request on.'}
      </ConfirmDialog>
    </>
  )
}

const Sign = ({ whom }: { whom: Everybody }) => (whom.type === 'allusers' ? <IconUsers size={15} aria-hidden /> : <IconWorld size={15} aria-hidden />)
