import classes from './Initials.module.css'

const hues = [8, 32, 80, 135, 165, 190, 212, 235, 262, 288, 320, 345]

/** A colour that follows the name, so that it changes with the profile. */
export function hueOf(name: string): number {
  let hash = 2166136261
  for (const unit of name.normalize('NFC').trim().toLowerCase()) hash = Math.imul(hash ^ unit.codePointAt(0)!, 16777619)
  return hues[(hash >>> 0) % hues.length]!
}

const first = (text: string) => [...text.trim()][0] ?? ''

type Person = { firstName: string; lastName: string; fullName?: string | null; initials?: string | null }

/** Those that an administrator wrote, as far as they fit; else the first letters of the name. */
export function initialsOf({ firstName, lastName, fullName, initials }: Person): string {
  const written = [...(initials ?? '')].filter((c) => /[\p{L}\p{N}]/u.test(c)).slice(0, 3).join('')
  if (written !== '') return written
  const words = fullName?.trim().split(/\s+/) ?? [firstName, lastName]
  return (first(words[0]!) + (words.length > 1 ? first(words.at(-1)!) : '')).toUpperCase() || '?'
}

/** A person's picture: initials on a colour of their own. */
export function Initials({ of, size = 28 }: { of: Person; size?: number }) {
  const style = { '--hue': hueOf(`${of.firstName} ${of.lastName}`), '--size': `${size}px` } as React.CSSProperties
  const letters = initialsOf(of)
  return <span className={classes.initials} style={style} data-initials={letters} data-many={[...letters].length > 2 || undefined} aria-hidden />
}
