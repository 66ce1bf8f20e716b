import { IconAlertTriangle } from '@tabler/icons-react'
import { daysBetween, dayText, today } from './dates'
import classes from './EndDate.module.css'

/** A day on which access ends, with a mark when it is near. */
export function EndDate({ date, zone }: { date: string; zone: string }) {
  const left = daysBetween(today(zone), date)
  return (
    <span className={classes.end} title={`End of ${dayText(date)} (${zone})`}>
      {dayText(date)}{' '}
      {left < 0 && <span data-tone="over">Ended</span>}
      {left >= 0 && left <= 30 && (
        <span data-tone={left <= 7 ? 'soon' : undefined}>
          {left <= 7 && <IconAlertTriangle size={12} aria-hidden />}
          {left === 0 ? 'today' : `${left} d`}
        </span>
      )}
    </span>
  )
}
