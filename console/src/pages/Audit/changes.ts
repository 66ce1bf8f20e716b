export type FieldChange = { field: string; before: string; after: string }

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const written = (value: unknown) =>
  value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value, null, 1).replace(/\n\s*/g, ' ')

/** What differs between two states, field by field. */
export function changes(before: unknown, after: unknown): FieldChange[] {
  const old = isObject(before) ? before : before === undefined || before === null ? {} : { value: before }
  const now = isObject(after) ? after : after === undefined || after === null ? {} : { value: after }
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .map((field) => ({ field, before: written(old[field]), after: written(now[field]) }))
    .filter(({ before, after }) => before !== after)
}
