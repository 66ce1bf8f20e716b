import type { PolicyText } from '~/api/policies'
import type { AuditEvent, Statement } from '~/api/types'

export type Version = {
  eventId: string
  time: string
  who: string
  reason?: string
  before?: PolicyText
  after: PolicyText
}

/** The policy as a state in the audit trail tells it. */
function textOf(state: unknown): PolicyText | undefined {
  if (typeof state !== 'object' || state === null) return undefined
  const { name, permissionPolicy } = state as { name?: unknown; permissionPolicy?: unknown }
  return typeof name === 'string' && Array.isArray(permissionPolicy) ? { name, permissionPolicy: permissionPolicy as Statement[] } : undefined
}

/** Every version that was saved, newest first. */
export const versionsOf = (events: AuditEvent[]): Version[] =>
  events.flatMap(({ id, time, actorName, outcome, details }) => {
    const { before, after, reason } = (details ?? {}) as Record<string, unknown>
    const saved = outcome === 'SUCCESS' ? textOf(after) : undefined
    if (!saved) return []
    return [{ eventId: id, time, who: actorName, reason: typeof reason === 'string' ? reason : undefined, before: textOf(before), after: saved }]
  })

/** The version that an event of this very policy saved. */
export const versionIn = (event: AuditEvent, policyId: string): PolicyText | undefined =>
  event.targetId === policyId ? versionsOf([event])[0]?.after : undefined
