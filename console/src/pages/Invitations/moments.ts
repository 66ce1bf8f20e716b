import type { AuditEvent, Invitation } from '~/api/types'

export type Moment = {
  time: string
  what: string
  who?: string
  /** Why it went wrong. */
  note?: string
  tone: 'good' | 'bad' | 'plain' | 'ahead'
}

/** What has become of an invitation, oldest first, from itself and from its audit events, if those may be read. */
export function timelineOf(invitation: Invitation, events: AuditEvent[]): Moment[] {
  const happened = events.filter(({ outcome }) => outcome === 'SUCCESS').flatMap(momentOf)
  const has = (action: string) => events.some((event) => event.action === action && event.outcome === 'SUCCESS')
  const moments: Moment[] = [
    { time: invitation.dtCreated, what: 'Created', who: invitation.invitingPrincipalName, tone: 'plain' },
    ...happened,
    ...deliveryOf(invitation),
  ]
  const ended = ends[invitation.status]
  if (ended && !(ended.action && has(ended.action))) moments.push({ time: invitation.dtLastModified, what: ended.what, tone: ended.tone })
  if (invitation.status === 'EXPIRED') moments.push({ time: invitation.dtExpiry, what: 'Expired', tone: 'bad' })
  if (invitation.status === 'PENDING') moments.push({ time: invitation.dtExpiry, what: 'Expires', tone: 'ahead' })
  return moments.toSorted((a, b) => Date.parse(a.time) - Date.parse(b.time))
}

type End = { what: string; tone: Moment['tone']; action?: string }

const ends: Partial<Record<Invitation['status'], End>> = {
  ACCEPTED: { what: 'Accepted', tone: 'good', action: 'invitation.accept' },
  DECLINED: { what: 'Declined', tone: 'bad', action: 'invitation.decline' },
  CANCELLED: { what: 'Revoked', tone: 'bad', action: 'invitation.revoke' },
  SUPERSEDED: { what: 'Replaced by a newer invitation', tone: 'bad' },
}

const words: Record<string, Pick<Moment, 'what' | 'note' | 'tone'>> = {
  'invitation.resend': { what: 'Sent again', note: 'The older link stopped working.', tone: 'plain' },
  'invitation.accept': { what: 'Accepted', tone: 'good' },
  'invitation.decline': { what: 'Declined', tone: 'bad' },
  'invitation.revoke': { what: 'Revoked', tone: 'bad' },
}

function momentOf({ action, time, actorName, targetName }: AuditEvent): Moment[] {
  const known = words[action]
  return known ? [{ ...known, time, who: actorName || targetName }] : []
}

/** Of the newest mail. */
function deliveryOf({ delivery, dtSent, dtDelivered, deliveryError }: Invitation): Moment[] {
  switch (delivery) {
    case 'sent':
      return [{ time: dtDelivered ?? dtSent, what: 'Mail handed to the mail server', tone: 'good' }]
    case 'queued':
      return [{ time: dtSent, what: deliveryError ? 'Mail not delivered yet; it is tried again' : 'Mail waiting to be sent', note: deliveryError || undefined, tone: 'plain' }]
    case 'failed':
      return [
        deliveryError === 'withdrawn'
          ? { time: dtSent, what: 'Mail withdrawn before it was sent', tone: 'plain' }
          : { time: dtSent, what: 'Mail could not be delivered', note: deliveryError || undefined, tone: 'bad' },
      ]
    default:
      return []
  }
}
