import type { Simulation } from '~/api/types'

export type Change = { action: string; resource: string; emails: string[] }

/** A simulation by permission: who gains or loses each. */
export function changesOf(changes: Simulation['gains']): Change[] {
  const found = new Map<string, Change>()
  for (const { action, resource, email } of changes) {
    const key = `${action} ${resource}`
    const change = found.get(key) ?? { action, resource, emails: [] }
    change.emails.push(email)
    found.set(key, change)
  }
  return [...found.values()].toSorted((a, b) => b.emails.length - a.emails.length || `${a.action} ${a.resource}`.localeCompare(`${b.action} ${b.resource}`))
}

const people = (emails: string[]) => {
  const count = new Set(emails).size
  return count === 1 ? '1 person' : `${count.toLocaleString('en')} people`
}

/** “3 people gain 2 permissions, 1 person loses 1.” */
export function summaryOf({ gains, losses }: Simulation): string {
  const count = (changes: Simulation['gains']) => {
    const permissions = changesOf(changes).length
    return permissions === 1 ? '1 permission' : `${permissions} permissions`
  }
  const verb = (changes: Simulation['gains'], one: string, many: string) => (new Set(changes.map(({ email }) => email)).size === 1 ? one : many)
  const parts = [
    gains.length > 0 && `${people(gains.map(({ email }) => email))} ${verb(gains, 'gains', 'gain')} ${count(gains)}`,
    losses.length > 0 && `${people(losses.map(({ email }) => email))} ${verb(losses, 'loses', 'lose')} ${count(losses)}`,
  ].filter(Boolean)
  return parts.length > 0 ? `${parts.join(', ')}.` : 'Nobody gains or loses anything.'
}
