export type FieldChange = {
  field: string
  before: string
  after: string
  /** Of several lines: what differs is shown line by line. */
  long?: boolean
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A list or an object that has lists or objects in it. */
const isDeep = (value: unknown) => typeof value === 'object' && value !== null && Object.values(value).some((inner) => typeof inner === 'object' && inner !== null)

const written = (value: unknown, long: boolean) => {
  if (value === undefined) return ''
  if (typeof value === 'string') return value
  return long ? JSON.stringify(value, null, 2) : JSON.stringify(value, null, 1).replace(/\n\s*/g, ' ')
}

/** The event itself tells when and by whom. */
const told = new Set(['version', 'dtLastModified', 'lastModifiedBy'])

/** What differs between two states, field by field. */
export function changes(before: unknown, after: unknown): FieldChange[] {
  const old = isObject(before) ? before : before === undefined || before === null ? {} : { value: before }
  const now = isObject(after) ? after : after === undefined || after === null ? {} : { value: after }
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((field) => !told.has(field))
    .map((field) => {
      const long = isDeep(old[field]) || isDeep(now[field])
      return { field, before: written(old[field], long), after: written(now[field], long), ...(long && { long }) }
    })
    .filter(({ before, after }) => before !== after)
}
