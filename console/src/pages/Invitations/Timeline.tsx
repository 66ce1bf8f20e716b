import { Time } from '~/components/Time'
import type { Moment } from './moments'
import classes from './Timeline.module.css'

export const Timeline = ({ moments }: { moments: Moment[] }) => (
  <ol className={classes.timeline} aria-label="What happened">
    {moments.map(({ time, what, who, note, tone }) => (
      <li key={`${time} ${what}`} data-tone={tone}>
        <span>
          {what}
          {who && <> by <bdi>{who}</bdi></>}
          {note && <small>{note}</small>}
        </span>
        <span className={classes.time}>
          <Time value={time} />
        </span>
      </li>
    ))}
  </ol>
)
