import type { Properties } from '~/api/resources'

/** The server's limit, in bytes as JSON. */
const bytes = 2048

export const writeProperties = (properties: Properties) => JSON.stringify(properties, null, 2)

/** The properties in a JSON text, or what is wrong with it. */
export function readProperties(text: string): { properties: Properties } | { error: string } {
  let value: unknown
  try {
    value = JSON.parse(text.trim() || '{}')
  } catch (error) {
    return { error: `This is not JSON: ${(error as Error).message}` }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { error: 'Write an object, such as {"status": "open"}.' }
  const size = new TextEncoder().encode(JSON.stringify(value)).length
  if (size > bytes) return { error: `${size} bytes are too many; ${bytes} fit.` }
  return { properties: value as Properties }
}
