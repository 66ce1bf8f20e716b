import { Button, Group } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useChange } from '~/api/change'
import { useMay, useOrganizationId, useTimeZone } from '~/api/organization'
import { addSupportPolicy, removeSupportPolicy, setSupportAccess, useSupportAccess, useSupportPolicies } from '~/api/support'
import type { SupportAccess } from '~/api/types'
import { ConfirmDialog } from '~/components/ConfirmDialog'
import { dayOf, dayText } from '~/components/dates'
import classes from '~/components/Details.module.css'
import { daysLeftText } from '~/components/EndDateField'
import { HeldPolicies } from '~/components/HeldPolicies'
import { Empty, Failed, Waiting } from '~/components/States'
import { StatusBadge } from '~/components/StatusBadge'
import { useNow } from '~/components/Time'
import { showDone } from '~/components/toasts'
import { IconLifebuoy } from '@tabler/icons-react'
import { GrantDialog } from './GrantDialog'

/** Whether the support team may look into this organization, and until when. */
export default function SupportPage() {
  const { data, error, refetch } = useSupportAccess()
  if (error && !data) return <Failed error={error} again={() => void refetch()} />
  return data ? <Support support={data} /> : <Waiting />
}

function Support({ support }: { support: SupportAccess }) {
  const organizationId = useOrganizationId()
  const zone = useTimeZone()
  const now = useNow()
  const { may } = useMay()
  const policies = useSupportPolicies()
  const [granting, grant] = useDisclosure()
  const [ending, ask] = useDisclosure()
  const end = support.dtEndSupportUsersAccess
  const active = Boolean(end) && Date.parse(end!) > now
  const stop = useChange(() => setSupportAccess(organizationId, support.version, new Date().toISOString()), {
    done: () => showDone('Support access has ended'),
  })
  const allowed = may('updateSupport')
  return (
    <div className={classes.page}>
      <div className={classes.columns}>
        <div className={classes.card}>
          {active ? (
            <>
              <div className={classes.status}>
                <StatusBadge status="ACTIVE" />
                <span>
                  Support may enter until the end of {dayText(dayOf(end!, zone))} ({daysLeftText(dayOf(end!, zone), zone)}).
                </span>
              </div>
              {allowed && (
                <Group gap="sm" mt="md">
                  <Button variant="default" onClick={grant.open}>Change the end date</Button>
                  <Button color="red" variant="light" onClick={ask.open}>End support access</Button>
                </Group>
              )}
            </>
          ) : (
            <Empty icon={IconLifebuoy} title="Support has no access" actions={allowed && <Button onClick={grant.open}>Grant support access</Button>}>
              {end ? `It ended on ${dayText(dayOf(end, zone))}. ` : ''}You can let the support team in for a time, with the policies that you choose.
            </Empty>
          )}
        </div>
        <div className={classes.card}>
          <HeldPolicies
            holder={{ type: 'user', id: 'support', name: 'support access' }}
            query={policies}
            add={(id) => addSupportPolicy(organizationId, id)}
            remove={(id) => removeSupportPolicy(organizationId, id)}
          />
        </div>
      </div>
      <GrantDialog opened={granting} onClose={grant.close} support={support} />
      <ConfirmDialog
        opened={ending}
        onClose={ask.close}
        title="End support access?"
        verb="End access"
        onConfirm={() => {
          ask.close()
          stop.mutate(undefined)
        }}
      >
        The support team is refused from the next request on. You can grant access again at any time.
      </ConfirmDialog>
    </div>
  )
}
