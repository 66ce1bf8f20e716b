import classes from './ListPage.module.css'

/** “1,284 users”, told politely when it changes. */
export function Count({ total, one, many }: { total: number | undefined; one: string; many: string }) {
  return (
    <span className={classes.count} role="status">
      {total === undefined ? '' : `${total.toLocaleString('en')} ${total === 1 ? one : many}`}
    </span>
  )
}
