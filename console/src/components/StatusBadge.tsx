import {
  IconAlertTriangle, IconBan, IconCircleCheck, IconCircleMinus, IconClock, IconReplace, IconX, type TablerIcon,
} from '@tabler/icons-react'
import classes from './StatusBadge.module.css'

const looks: Record<string, { tone: string; Icon: TablerIcon }> = {
  ACTIVE: { tone: 'good', Icon: IconCircleCheck },
  INACTIVE: { tone: 'off', Icon: IconCircleMinus },
  PENDING: { tone: 'wait', Icon: IconClock },
  ACCEPTED: { tone: 'good', Icon: IconCircleCheck },
  DECLINED: { tone: 'off', Icon: IconX },
  CANCELLED: { tone: 'quiet', Icon: IconCircleMinus },
  EXPIRED: { tone: 'warn', Icon: IconAlertTriangle },
  SUPERSEDED: { tone: 'quiet', Icon: IconReplace },
  SUCCESS: { tone: 'good', Icon: IconCircleCheck },
  DENIED: { tone: 'off', Icon: IconBan },
  FAILED: { tone: 'warn', Icon: IconAlertTriangle },
  allow: { tone: 'good', Icon: IconCircleCheck },
  deny: { tone: 'off', Icon: IconBan },
}

/** A state as icon and word, never by colour alone. */
export function StatusBadge({ status, label }: { status: string; label?: string }) {
  const { tone, Icon } = looks[status] ?? { tone: 'quiet', Icon: IconCircleMinus }
  return (
    <span className={classes.badge} data-tone={tone}>
      <Icon size={14} aria-hidden />
      {label ?? status}
    </span>
  )
}
