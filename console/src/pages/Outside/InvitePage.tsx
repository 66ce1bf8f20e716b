import { Button, Stack, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { Problem } from '~/api/problem'
import { declineInvitation, lookUpInvitation } from '~/api/session'
import { ConfirmDialog } from '~/components/ConfirmDialog'
import { dayOf, dayText } from '~/components/dates'
import { showProblem } from '~/components/toasts'
import { Failed, Waiting } from '~/components/States'
import { AcceptForm } from './AcceptForm'
import { fragmentToken as token } from './fragmentToken'
import { Gate } from './Gate'

/** What an invited person sees: who invites them to what, and the way in. */
export default function InvitePage() {
  const router = useRouter()
  const [declining, setDeclining] = useState(false)
  const { data: invitation, error, isPending, refetch } = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => lookUpInvitation(token),
    enabled: token !== '',
    gcTime: 0,
    staleTime: Infinity,
  })
  const decline = useMutation({
    mutationFn: () => declineInvitation(token),
    onSettled: () => setDeclining(false),
    onError: (problem) => showProblem(problem),
  })

  const gone = error instanceof Problem && (error.status === 404 || error.status === 410) ? error : undefined
  if (!token || gone) {
    return (
      <Gate title="This invitation no longer works">
        <Stack gap="md">
          <Text>{gone?.status === 410 ? gone.message : 'The link is not complete or not known.'}</Text>
          <Text c="dimmed">Ask the person who invited you to send a new one. Already a member?</Text>
          <Button component="a" href="/login" fullWidth variant="default">
            Sign in
          </Button>
        </Stack>
      </Gate>
    )
  }
  if (error) return <Gate title="Invitation"><Failed error={error} again={() => void refetch()} /></Gate>
  if (isPending) return <Gate title="Invitation"><Waiting /></Gate>
  if (decline.isSuccess) {
    return (
      <Gate title="Invitation declined">
        <Text role="status">{invitation.organizationName} has been told. You can close this page.</Text>
      </Gate>
    )
  }

  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  return (
    <Gate title={`Join ${invitation.organizationName}`} wide>
      <Stack gap="md">
        <Text>
          {invitation.inviterName ? <><bdi>{invitation.inviterName}</bdi> invites you</> : 'You are invited'} to join{' '}
          <strong><bdi>{invitation.organizationName}</bdi></strong> as <bdi>{invitation.email}</bdi>. The invitation holds until{' '}
          {dayText(dayOf(invitation.dtExpiry, zone))}.
        </Text>
        <AcceptForm token={token} invitation={invitation} onDone={() => router.history.replace('/')} />
        <Button variant="subtle" color="red" onClick={() => setDeclining(true)}>
          Decline
        </Button>
      </Stack>
      <ConfirmDialog
        opened={declining}
        onClose={() => setDeclining(false)}
        title={`Decline the invitation to ${invitation.organizationName}?`}
        verb="Decline"
        busy={decline.isPending}
        onConfirm={() => decline.mutate()}
      >
        The link stops working. To join later, you need a new invitation.
      </ConfirmDialog>
    </Gate>
  )
}
