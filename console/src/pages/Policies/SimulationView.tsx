import { Loader, Text } from '@mantine/core'
import { useSimulation, type Draft } from '~/api/decisions'
import { explain } from '~/api/problem'
import type { Simulation } from '~/api/types'
import { changesOf, summaryOf, type Change } from './changesOf'
import classes from './SimulationView.module.css'

/** Who gains and who loses what, if a policy became the draft. */
export function SimulationView({ draft }: { draft: Draft }) {
  const { data, error } = useSimulation(draft)
  return (
    <div className={classes.simulation} aria-live="polite" aria-busy={!data && !error}>
      {data ? <Changes simulation={data} /> : error ? <Text c="dimmed">Who gains or loses what could not be found out: {explain(error).text}</Text> : <Loader size="sm" aria-label="Looking who gains and loses what" />}
    </div>
  )
}

function Changes({ simulation }: { simulation: Simulation }) {
  const { gains, losses, complete } = simulation
  return (
    <>
      <Text fw={600}>{summaryOf(simulation)}</Text>
      <List title="Gained" changes={changesOf(gains)} tone="good" />
      <List title="Lost" changes={changesOf(losses)} tone="bad" />
      {!complete && (
        <Text size="sm" c="dimmed">
          There is more than can be compared at once: this is a part of it.
        </Text>
      )}
      <Text size="sm" c="dimmed">
        Users only; service users and subjects of other applications are not counted.
      </Text>
    </>
  )
}

const shownNames = 3

function List({ title, changes, tone }: { title: string; changes: Change[]; tone: 'good' | 'bad' }) {
  if (changes.length === 0) return null
  return (
    <div>
      <h3>{title}</h3>
      <ul data-tone={tone}>
        {changes.map(({ action, resource, emails }) => (
          <li key={`${action} ${resource}`}>
            <span>
              <code>{action}</code> on <code>{resource}</code>
            </span>
            <small title={emails.slice(0, 50).join('\n')}>
              {emails.slice(0, shownNames).map((email, index) => (
                <span key={email}>
                  {index > 0 && ', '}
                  <bdi>{email}</bdi>
                </span>
              ))}
              {emails.length > shownNames && ` and ${(emails.length - shownNames).toLocaleString('en')} more`}
            </small>
          </li>
        ))}
      </ul>
    </div>
  )
}
