import { Button, Group, Modal, Stack, Title } from '@mantine/core'
import { useId } from 'react'
import { useAuditEvents } from '~/api/audit'
import { useGroups } from '~/api/groups'
import { useInvitation } from '~/api/invitations'
import { useTimeZone } from '~/api/organization'
import { usePolicies } from '~/api/policies'
import type { Invitation } from '~/api/types'
import { CopyButton } from '~/components/CopyButton'
import { dayOf, dayText } from '~/components/dates'
import { Fact, Facts } from '~/components/Facts'
import { fullName } from '~/components/names'
import { Failed, Waiting } from '~/components/States'
import { StatusBadge } from '~/components/StatusBadge'
import { Timeline } from './Timeline'
import { timelineOf } from './moments'
import type { InvitationActs } from './useInvitationActs'

export function InvitationDialog({ id, acts, onClose }: { id: string | undefined; acts: InvitationActs; onClose: () => void }) {
  const { data, error, refetch } = useInvitation(id)
  return (
    <Modal opened={id !== undefined} onClose={onClose} title="Invitation" size="lg">
      {error ? <Failed error={error} again={() => void refetch()} /> : data ? <Body invitation={data} acts={acts} onClose={onClose} /> : <Waiting />}
    </Modal>
  )
}

const names = (ids: string[] | undefined, all: { id: string; name: string }[]) =>
  (ids ?? []).map((id) => all.find((one) => one.id === id)?.name ?? id).join(', ') || '—'

function Body({ invitation, acts, onClose }: { invitation: Invitation; acts: InvitationActs; onClose: () => void }) {
  const zone = useTimeZone()
  const policies = usePolicies().rows
  const groups = useGroups().rows
  const events = useAuditEvents({ target: invitation.id }).rows
  const heading = useId()
  const day = (time: string) => dayText(dayOf(time, zone))
  return (
    <Stack>
      <Facts>
        <Fact name="Email address">
          <bdi>{invitation.email}</bdi>
          <CopyButton value={invitation.email} label="Copy the e-mail address" />
        </Fact>
        <Fact name="Status">
          <StatusBadge status={invitation.status} />
        </Fact>
        {(invitation.firstName || invitation.lastName) && <Fact name="Name"><bdi>{fullName(invitation)}</bdi></Fact>}
        {invitation.company && <Fact name="Company"><bdi>{invitation.company}</bdi></Fact>}
        {invitation.contactNumber && <Fact name="Contact number">{invitation.contactNumber}</Fact>}
        <Fact name="Expires">{day(invitation.dtExpiry)}</Fact>
        <Fact name="User groups">{names(invitation.userGroupIds, groups)}</Fact>
        <Fact name="Permission policies">{names(invitation.permissionPolicyIds, policies)}</Fact>
        <Fact name="Access end date">{invitation.dtEndAccess ? day(invitation.dtEndAccess) : 'None'}</Fact>
        <Fact name="Invitation ID">
          <bdi className="code">{invitation.id}</bdi>
          <CopyButton value={invitation.id} label="Copy the invitation ID" />
        </Fact>
      </Facts>
      <section aria-labelledby={heading}>
        <Title order={3} size="h5" mb="xs" id={heading}>
          What happened
        </Title>
        <Timeline moments={timelineOf(invitation, events)} />
      </section>
      <Group justify="flex-end" gap="sm">
        {acts.canRevoke(invitation) && (
          <Button variant="light" color="red" onClick={() => { onClose(); acts.askToRevoke(invitation) }}>
            Revoke
          </Button>
        )}
        <Button variant="default" onClick={onClose}>Close</Button>
        {acts.canResend(invitation) && <Button onClick={() => acts.resend(invitation)}>Resend</Button>}
      </Group>
    </Stack>
  )
}
