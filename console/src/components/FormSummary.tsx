import { Alert } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { intoView } from './intoView'
import classes from './FormSummary.module.css'

/** Above a form that has several things wrong: all of them, each also told at its field. With `least` 1 a single one too, where no field tells it. */
export function FormSummary({ errors, least = 2 }: { errors: (string | undefined)[]; least?: number }) {
  const told = errors.filter((error) => error !== undefined)
  if (told.length < least) return null
  return (
    <Alert ref={intoView} role="alert" color="red" variant="light" icon={<IconAlertTriangle size={18} aria-hidden />} title={told.length === 1 ? '1 thing to correct' : `${told.length} things to correct`}>
      <ul className={classes.list}>
        {told.map((error) => (
          <li key={error}>{error}</li>
        ))}
      </ul>
    </Alert>
  )
}
