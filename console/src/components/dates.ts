const day = 86_400_000
const distance = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const formats = new Map<string, Intl.DateTimeFormat>()

/** Kept: making one takes a hundred times as long as using it, and a row of a list uses three. */
function format(time: number | Date, locale: string, style: { dateStyle: 'short' | 'medium'; timeStyle?: 'medium' | 'long'; timeZone?: string }): string {
  const key = `${locale} ${style.dateStyle} ${style.timeStyle} ${style.timeZone}`
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale, style)
  formats.set(key, known)
  return known.format(time)
}

/** How far a time is from now, in the largest unit that fits: “3 days ago”, “in 28 days”. */
export function relative(time: number, now: number): string {
  const seconds = Math.round((time - now) / 1000)
  const size = Math.abs(seconds)
  if (size < 45) return 'just now'
  if (size < 2700) return distance.format(Math.round(seconds / 60), 'minute')
  if (size < 79_200) return distance.format(Math.round(seconds / 3600), 'hour')
  if (size < 45 * 86_400) return distance.format(Math.round(seconds / 86_400), 'day')
  if (size < 320 * 86_400) return distance.format(Math.round(seconds / 2_629_800), 'month')
  return distance.format(Math.round(seconds / 31_557_600), 'year')
}

export function absolute(time: string, timeZone?: string): string {
  return format(new Date(time), 'en-GB', { dateStyle: 'medium', timeStyle: 'long', timeZone })
}

/** The calendar day of a time in a zone, as YYYY-MM-DD. */
export function dayOf(time: string, timeZone: string): string {
  return format(new Date(time), 'sv-SE', { dateStyle: 'short', timeZone })
}

/** “28 Feb 2027” */
export function dayText(date: string): string {
  return format(new Date(`${date}T00:00:00Z`), 'en-GB', { dateStyle: 'medium', timeZone: 'UTC' })
}

export const today = (timeZone: string) => dayOf(new Date().toISOString(), timeZone)

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * day).toISOString().slice(0, 10)
}

/** Whole days from one calendar date to another. */
export const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / day)

/** The last second of a calendar day in a zone, as a UTC time. */
export function endOfDay(date: string, timeZone: string): string {
  const wall = Date.parse(`${date}T23:59:59Z`)
  // Twice, because the offset at the first guess may be that of the other side of a clock change.
  let time = wall - offset(wall, timeZone)
  time = wall - offset(time, timeZone)
  return new Date(time).toISOString()
}

function offset(time: number, timeZone: string): number {
  const text = format(time, 'sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone })
  return Date.parse(`${text.replace(' ', 'T')}Z`) - time
}
