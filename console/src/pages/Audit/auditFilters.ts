import { z } from 'zod'
import type { AuditFilters } from '~/api/audit'
import { oneOf, text } from '~/filters'

export const ranges = { hour: 'Last hour', day: 'Last 24 hours', week: 'Last 7 days', month: 'Last 30 days' } as const
const milliseconds = { hour: 3_600_000, day: 86_400_000, week: 604_800_000, month: 2_592_000_000 }

const day = z.string().regex(/^\d{4}-\d\d-\d\d$/).optional().catch(undefined)

/** What the Audit trail keeps in its URL: a relative range stays relative, days stay days. */
export const auditSearch = z.object({
  actor: text,
  target: text,
  action: text,
  ip: text,
  outcome: oneOf(['SUCCESS', 'DENIED', 'FAILED']),
  range: oneOf(['hour', 'day', 'week', 'month', 'days']),
  from: day,
  to: day,
})

export type AuditSearch = z.output<typeof auditSearch>

let last = { question: '', at: 0 }

/** When the question was asked first: a relative range counts from then, so that what is being read does not move. */
export function askedAt(question: string, now: number): number {
  if (last.question !== question) last = { question, at: now }
  return last.at
}

/** The server's filters; `now` is rounded to the minute so that the same question keeps its answer. */
export function toAuditFilters({ range, from, to, ip, ...others }: AuditSearch, now: number): AuditFilters {
  const rest = { ...others, sourceAddress: ip }
  if (range === 'days') {
    return {
      ...rest,
      from: from ? new Date(`${from}T00:00:00`).toISOString() : undefined,
      to: to ? new Date(`${to}T23:59:59.999`).toISOString() : undefined,
    }
  }
  if (range === undefined) return rest
  const minute = Math.floor(now / 60_000) * 60_000
  return { ...rest, from: new Date(minute - milliseconds[range]).toISOString() }
}
