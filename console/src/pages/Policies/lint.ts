import type { Statement } from '~/api/types'
import { isResource, tidyResource } from './resource'

export type Words = { actions: string[]; types: string[] }

export type Finding = {
  /** From 0. */
  statement: number
  /** The text that is wrong; absent: the statement as a whole. */
  value?: string
  text: string
  severity: 'error' | 'warning'
  /** What the text should be. */
  better?: string
}

/** What is wrong with statements, or has no effect; an error is what the server would refuse. */
export function lint(statements: Statement[], words: Words): Finding[] {
  return statements.flatMap((statement, index) => [
    ...statement.action.flatMap((action) => actionFinding(action, index, words)),
    ...statement.resource.flatMap((resource) => resourceFinding(resource, index, words)),
    ...mismatch(statement, index, words),
    ...unreachable(statement, index, statements),
  ])
}

/** The statements with one text in the place of another. */
export const corrected = (statements: Statement[], { statement, value, better }: Finding): Statement[] =>
  statements.map((one, index) => {
    if (index !== statement || value === undefined || better === undefined) return one
    const put = (texts: string[]) => [...new Set(texts.map((text) => (text === value ? better : text)))]
    return { ...one, action: put(one.action), resource: put(one.resource) }
  })

const meant = (better: string | undefined) => (better ? ` Did you mean ${better}?` : '')

function actionFinding(value: string, statement: number, { actions }: Words): Finding[] {
  // The server also takes the SDK's CONFIG_CREATE.
  const known = value.toLowerCase()
  if (actions.includes(known) || actions.includes(known.replace('_', ':'))) return []
  const better = nearest(known, actions)
  return [{ statement, value, better, severity: 'error', text: `${value} is no known action.${meant(better)}` }]
}

function resourceFinding(value: string, statement: number, { types }: Words): Finding[] {
  const tidy = tidyResource(value)
  if (!isResource(tidy)) {
    const better = isResource(`${tidy}/*`) ? `${tidy}/*` : undefined
    return [{ statement, value, better, severity: 'error', text: `${value} is no resource.${meant(better)}` }]
  }
  const [name = ''] = tidy.split('/')
  const better = betterType(name, types)
  if (better) {
    const whole = better + tidy.slice(name.length)
    return [{ statement, value, better: whole, severity: 'error', text: `${name} is no known type, so this matches nothing. Did you mean ${better}?` }]
  }
  if (!isKnownType(name, types)) return [{ statement, value, severity: 'error', text: `${name} is no known type, so this matches nothing.` }]
  if (tidy !== value) return [{ statement, value, better: tidy, severity: 'warning', text: `${value} is written in lower case: ${tidy}.` }]
  return []
}

const isKnownType = (name: string, types: string[]) =>
  name === '*' || types.includes(name) || (name.endsWith(':*') && types.some((type) => type.startsWith(name.slice(0, -1))))

const betterType = (name: string, types: string[]) => (isKnownType(name, types) ? undefined : nearest(name, types))

const serviceOf = (word: string) => word.slice(0, word.indexOf(':'))

/** Actions of one service on the resources of another are never asked about. */
function mismatch({ action, resource }: Statement, statement: number, { actions, types }: Words): Finding[] {
  const hasOwnActions = (service: string) => actions.some((word) => serviceOf(word) === service)
  const known = action.filter((word) => word === 'all' || actions.includes(word))
  if (known.length !== action.length) return []
  return resource
    .filter((text) => {
      const [name = ''] = text.split('/')
      const service = serviceOf(name)
      if (name === '*' || !types.includes(name) || !hasOwnActions(service)) return false
      return known.every((word) => word !== 'all' && serviceOf(word) !== service)
    })
    .map((value) => ({
      statement,
      value,
      severity: 'warning' as const,
      text: `No action of this statement belongs to ${serviceOf(value)}, so ${value} matches nothing.`,
    }))
}

/** An allow all of which one deny takes away. */
function unreachable(statement: Statement, index: number, all: Statement[]): Finding[] {
  if (statement.effect !== 'allow' || statement.action.length === 0 || statement.resource.length === 0) return []
  const deny = all.findIndex(
    (other) =>
      other.effect === 'deny' &&
      !other.condition &&
      (other.action.includes('all') || statement.action.every((action) => other.action.includes(action))) &&
      statement.resource.every((resource) => other.resource.some((wide) => covers(wide, resource))),
  )
  if (deny < 0) return []
  return [{ statement: index, severity: 'warning', text: `It can never allow anything: statement ${deny + 1} denies all of it.` }]
}

/** Whether one resource text covers all that another does; unsure means no. */
function covers(wide: string, narrow: string): boolean {
  if (wide === '*' || wide === narrow) return true
  const [wideType = '', wideKind, wideId] = wide.split('/')
  const [type = ''] = narrow.split('/')
  if (wideType.endsWith(':*')) return serviceOf(type) === serviceOf(wideType)
  if (wideType !== type) return false
  // Every item is the whole collection; a group never is.
  return wideKind === '*' || (wideKind === 'item' && wideId === '*')
}

/** The word with the fewest letters to change, if few enough. */
function nearest(text: string, words: string[]): string | undefined {
  const ranked = words.map((word) => ({ word, far: distance(text, word) })).toSorted((a, b) => a.far - b.far)
  const [best] = ranked
  return best && best.far <= Math.max(2, Math.floor(text.length / 4)) ? best.word : undefined
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
    }
    row = next
  }
  return row[b.length]!
}
