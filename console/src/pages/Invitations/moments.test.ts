import { expect, test } from 'vitest'
import { event, invitation } from '~/testing/samples'
import { timelineOf } from './moments'

const sent = { ...invitation, dtCreated: '2026-01-05T10:00:00.000Z', dtSent: '2026-01-05T10:00:00.000Z', dtDelivered: '2026-01-05T10:00:02.000Z' }
const happened = (action: string, time: string, actorName = 'Ada Lovelace') => ({ ...event, id: time, action, time, actorName })
const told = (moments: ReturnType<typeof timelineOf>) => moments.map(({ what, who }) => [what, who].filter(Boolean).join(' by '))

test('a pending invitation tells who made it, that its mail is out, and when it will expire', () => {
  const moments = timelineOf(sent, [])
  expect(told(moments)).toEqual(['Created by Ada Lovelace', 'Mail handed to the mail server', 'Expires'])
  expect(moments.at(-1)).toMatchObject({ time: invitation.dtExpiry, tone: 'ahead' })
})

test('what was done to it stands in order, with who did it', () => {
  const events = [
    happened('invitation.revoke', '2026-01-07T10:00:00.000Z', 'Grace Hopper'),
    happened('invitation.resend', '2026-01-06T10:00:00.000Z'),
    { ...happened('invitation.resend', '2026-01-06T11:00:00.000Z'), outcome: 'DENIED' as const },
    happened('invitation.create', '2026-01-05T10:00:00.000Z'),
  ]
  const moments = timelineOf({ ...sent, status: 'CANCELLED', dtSent: '2026-01-06T10:00:00.000Z', dtDelivered: '2026-01-06T10:00:02.000Z' }, events)
  expect(told(moments)).toEqual([
    'Created by Ada Lovelace',
    'Sent again by Ada Lovelace',
    'Mail handed to the mail server',
    'Revoked by Grace Hopper',
  ])
})

test('without the audit trail the end is still told', () => {
  const at = '2026-01-08T10:00:00.000Z'
  expect(told(timelineOf({ ...sent, status: 'ACCEPTED', dtLastModified: at }, [])).at(-1)).toBe('Accepted')
  expect(told(timelineOf({ ...sent, status: 'SUPERSEDED', dtLastModified: at }, [])).at(-1)).toBe('Replaced by a newer invitation')
  expect(told(timelineOf({ ...sent, status: 'EXPIRED', dtExpiry: at }, [])).at(-1)).toBe('Expired')
})

test('a mail that bounced says why; one that waits, that it waits', () => {
  const failed = timelineOf({ ...sent, delivery: 'failed', dtDelivered: null, deliveryError: '550 no such user' }, [])
  expect(failed[1]).toMatchObject({ what: 'Mail could not be delivered', note: '550 no such user', tone: 'bad' })
  expect(told(timelineOf({ ...sent, delivery: 'queued', dtDelivered: null }, []))).toContain('Mail waiting to be sent')
})
