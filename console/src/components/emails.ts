export type Address = { text: string; email: string; valid: boolean }

export const addressLimit = 500

const shape = /^[^\s@<>"(),;:\\[\]]+@[^\s@<>"(),;:\\[\].]+(\.[^\s@<>"(),;:\\[\].]+)+$/u

export const isEmail = (text: string) => text.length <= 254 && shape.test(text)

/** Splits “Ada <a@x.example>; b@x.example” at semicolons, commas and new lines. */
export function parseAddresses(text: string): Address[] {
  return text
    .split(/[;,\n\r\t]+/)
    .flatMap(splitAtSpaces)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const email = (/<([^<>]*)>\s*$/.exec(part)?.[1] ?? part).trim()
      return { text: part, email, valid: isEmail(email) }
    })
}

/** “a@x.example b@x.example” is two addresses, “Ada Lovelace <a@x.example>” is one. */
function splitAtSpaces(part: string): string[] {
  if (part.includes('<')) return [part]
  const words = part.trim().split(/\s+/)
  return words.length > 1 && words.every(isEmail) ? words : [part]
}

/** Adds addresses, leaving out those already there (capitals aside). */
export function mergeAddresses(present: Address[], added: Address[]): Address[] {
  const seen = new Set(present.map(({ email }) => email.toLowerCase()))
  const merged = [...present]
  for (const address of added) {
    const key = address.email.toLowerCase()
    if (seen.has(key)) continue
    seen.add(key)
    merged.push(address)
  }
  return merged
}
