import { Title } from '@mantine/core'
import type { Statement } from '~/api/types'
import { StatusBadge } from '~/components/StatusBadge'
import classes from './Statements.module.css'

/** Every statement of a policy, read-only; deny beats allow. */
export function Statements({ statements }: { statements: Statement[] }) {
  return (
    <>
      <Title order={2} size="h5" mb="xs">
        {statements.length === 1 ? '1 statement' : `${statements.length} statements`}
      </Title>
      <ol className={classes.statements}>
        {statements.map((statement, index) => (
          // oxlint-disable-next-line no-array-index-key -- statements have no identity but their place
          <li key={index}>
            <StatusBadge status={statement.effect} label={statement.effect.toUpperCase()} />
            <dl>
              <dt>Actions</dt>
              <dd>{statement.action.map((action) => <code key={action}>{action}</code>)}</dd>
              <dt>Resources</dt>
              <dd>{statement.resource.map((resource) => <code key={resource}>{resource}</code>)}</dd>
              {statement.condition !== undefined && statement.condition !== null && (
                <>
                  <dt>Condition</dt>
                  <dd><code>{JSON.stringify(statement.condition)}</code></dd>
                </>
              )}
            </dl>
          </li>
        ))}
      </ol>
    </>
  )
}
