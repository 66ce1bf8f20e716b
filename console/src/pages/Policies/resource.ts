const part = '[a-z0-9][a-z0-9_.-]*'
const shape = new RegExp(`^(\\*|${part}:(\\*|${part}/(\\*|(item|group)/(\\*|[^\\s*/]+))))$`)

/** `*`, `config:*`, `config:meter/*`, `config:plan/item/<id>`, `config:meter/group/<id>` */
export const isResource = (text: string) => shape.test(text)

/** Service and type are lower case; an id is as it is. */
export const tidyResource = (text: string) => text.replace(/^[^/]*(\/(item|group)(?=\/))?/i, (words) => words.toLowerCase())

/** One item of a type, or the whole collection without an id. */
export const resourceOf = (type: string, id: string) =>
  id === '' ? `${type}/*` : `${type}/item/${id.replace(/[%*/ ]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)}`

/** The type and id in such a text; nothing for any other. */
export function readResource(text: string): { type: string; id: string } | undefined {
  const [, type, id = ''] = /^([^/]+)\/(?:\*|item\/(.+))$/.exec(text) ?? []
  if (!type) return undefined
  try {
    return { type, id: decodeURIComponent(id) }
  } catch {
    return { type, id }
  }
}
