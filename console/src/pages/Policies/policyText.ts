import { z } from 'zod'
import type { Statement } from '~/api/types'

const statement = z.strictObject({
  effect: z.string().toLowerCase().pipe(z.enum(['allow', 'deny'], 'must be "allow" or "deny"')),
  action: z.array(z.string().min(1)).min(1, 'needs at least one action'),
  resource: z.array(z.string().min(1)).min(1, 'needs at least one resource'),
  condition: z.record(z.string(), z.unknown()).optional(),
})

export const writeStatements = (statements: Statement[]) => JSON.stringify(statements, null, 2)

/** The statements in a JSON text, or what is wrong with it. */
export function readStatements(text: string): { statements: Statement[] } | { error: string; statement?: number } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { error: `This is not JSON: ${(error as Error).message}` }
  }
  const read = z.array(statement).min(1, 'needs at least one statement').safeParse(value)
  if (read.success) return { statements: read.data as Statement[] }
  const { path, message } = read.error.issues[0]!
  const place = typeof path[0] === 'number' ? `Statement ${path[0] + 1}${path.length > 1 ? `, ${path.slice(1).join('.')}` : ''}: ` : ''
  return { error: place + message, ...(typeof path[0] === 'number' && { statement: path[0] }) }
}

/** What is missing before a policy can be saved. */
export function missing(statements: Statement[]): string | undefined {
  if (statements.length === 0) return 'Add at least one statement.'
  const bare = statements.findIndex(({ action, resource }) => action.length === 0 || resource.length === 0)
  return bare < 0 ? undefined : `Statement ${bare + 1} needs at least one action and one resource.`
}
