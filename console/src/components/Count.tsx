import { VisuallyHidden } from '@mantine/core'
import classes from './ListPage.module.css'

type Props = {
  total: number | undefined
  one: string
  many: string
  /** How many there are without filters. */
  all?: number
  /** How many are selected. */
  selected?: number
}

const number = (value: number) => value.toLocaleString('en')

/** “12 of 1,284 users”, and for screen readers how many are selected; told politely when it changes. */
export function Count({ total, one, many, all, selected = 0 }: Props) {
  const filtered = all !== undefined && total !== undefined && all > total
  return (
    <span className={classes.count} role="status">
      {total !== undefined && (filtered ? `${number(total)} of ${number(all)} ${all === 1 ? one : many}` : `${number(total)} ${total === 1 ? one : many}`)}
      {selected > 0 && <VisuallyHidden>, {number(selected)} selected</VisuallyHidden>}
    </span>
  )
}
