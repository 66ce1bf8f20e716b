import classes from './Initials.module.css'

const hues = [8, 32, 80, 135, 165, 190, 212, 235, 262, 288, 320, 345]

/** A colour that follows the name, so that it changes with the profile. */
export function hueOf(name: string): number {
  let hash = 2166136261
  for (const unit of name.normalize('NFC').trim().toLowerCase()) hash = Math.imul(hash ^ unit.codePointAt(0)!, 16777619)
  return hues[(hash >>> 0) % hues.length]!
}

const first = (text: string) => [...text.trim()][0] ?? ''

export function initialsOf(firstName: string, lastName: string): string {
  return (first(firstName) + first(lastName)).toUpperCase() || '?'
}

type Props = { firstName: string; lastName: string; size?: number }

/** A person's picture: initials on a colour of their own. */
export function Initials({ firstName, lastName, size = 28 }: Props) {
  const style = { '--hue': hueOf(`${firstName} ${lastName}`), '--size': `${size}px` } as React.CSSProperties
  return (
    <span className={classes.initials} style={style} data-initials={initialsOf(firstName, lastName)} aria-hidden />
  )
}
