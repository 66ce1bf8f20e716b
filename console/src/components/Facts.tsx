import type { ReactNode } from 'react'
import { CopyButton } from './CopyButton'
import classes from './Facts.module.css'

/** Names and values, side by side. */
export const Facts = ({ children }: { children: ReactNode }) => <dl className={classes.facts}>{children}</dl>

export const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className={classes.fact}>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)

/** “User ID”, to be copied. */
export const IdFact = ({ name, id }: { name: string; id: string }) => (
  <Fact name={name}>
    <span className={classes.id}>
      <bdi className="code">{id}</bdi>
      <CopyButton value={id} label={`Copy the ${name.charAt(0).toLowerCase()}${name.slice(1)}`} />
    </span>
  </Fact>
)
