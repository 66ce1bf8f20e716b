import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Explanation, Holding, Question, Step } from '~/api/decisions'
import type { Statement } from '~/api/types'
import { StatusBadge } from '~/components/StatusBadge'
import { useHrefs } from '~/hrefs'
import classes from './CheckAccess.module.css'

type Props = {
  answer: { decision: boolean; reason: string; explanation: unknown }
  question: Question
  /** Leads to a statement of the draft that was asked about, which has no page of its own. */
  onDraft?: (statement: number) => void
}

/** The answer: allowed or refused, by which statement, along which way, and what would change it. */
export function Decision({ answer, question, onDraft }: Props) {
  const { decisive, beaten, lift = [], grant, outcome } = answer.explanation as Explanation
  const others = lift.filter(({ policyId, index }) => policyId !== decisive?.policyId || index !== decisive?.index)
  return (
    <section className={classes.verdict} aria-labelledby="verdict">
      <header>
        <Title order={2} size="h4" id="verdict">
          <StatusBadge status={answer.decision ? 'allow' : 'deny'} label={answer.decision ? 'ALLOWED' : 'REFUSED'} />
        </Title>
        <span>
          <code>{question.action}</code> on <code>{question.resource}</code>
        </span>
        <span>{sentence(answer.reason)}</span>
      </header>
      {decisive && <Part title={answer.decision ? 'Allowed by' : 'Refused by'}><HoldingView holding={decisive} onDraft={onDraft} /></Part>}
      {others.length > 0 && (
        <Part title={outcome === 'explicitly_denied' ? 'Refused by these too' : 'In the way'}>
          {others.map((holding) => (
            <HoldingView key={`${holding.policyId} ${holding.index}`} holding={holding} onDraft={onDraft} />
          ))}
        </Part>
      )}
      {beaten && <Part title="This would allow it, but a deny wins"><HoldingView holding={beaten} onDraft={onDraft} /></Part>}
      {grant && (
        <Part title={outcome === 'explicitly_denied' ? 'Missing besides' : 'The smallest grant that would allow it'}>
          <StatementView statement={grant} />
        </Part>
      )}
    </section>
  )
}

const sentence = (reason: string) => `${reason.charAt(0).toUpperCase()}${reason.slice(1).replace(/`([^`]*)`/g, '“$1”')}.`

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <div>
    <h3>{title}</h3>
    {children}
  </div>
)

function HoldingView({ holding, onDraft }: { holding: Holding; onDraft?: (statement: number) => void }) {
  const to = useHrefs()
  const isDraft = onDraft !== undefined && holding.policyName === 'draft'
  return (
    <div className={classes.holding}>
      <ol className={classes.path} aria-label="The way to the statement">
        {holding.path.map((step) => (
          <li key={`${step.type} ${step.id}`}>
            <StepView step={step} />
          </li>
        ))}
        <li>
          {isDraft ? (
            'This draft'
          ) : holding.policyId ? (
            <a className="link" href={to.policy(holding.policyId)}>
              <bdi>{holding.policyName}</bdi>
            </a>
          ) : (
            'Inline statements'
          )}
        </li>
        <li>
          {isDraft ? (
            <button type="button" className="textButton" onClick={() => onDraft(holding.index)}>
              statement {holding.index + 1}
            </button>
          ) : (
            `statement ${holding.index + 1}`
          )}
        </li>
      </ol>
      <StatementView statement={holding.statement} />
    </div>
  )
}

const words: Record<Step['type'], string> = {
  user: 'User',
  serviceUser: 'Service user',
  subject: 'Subject',
  userGroup: 'User group',
  allUsers: 'All users',
  anySubject: 'Any subject',
  supportUsers: 'Support',
  role: 'Role',
}

function StepView({ step }: { step: Step }) {
  const to = useHrefs()
  if (step.type === 'userGroup' && step.id) {
    return (
      <>
        <small>{words.userGroup}</small>
        <a className="link" href={to.group(step.id)}>
          <bdi>{step.name}</bdi>
        </a>
      </>
    )
  }
  return <>{words[step.type]}</>
}

const StatementView = ({ statement }: { statement: Statement }) => (
  <div className={classes.statement}>
    <StatusBadge status={statement.effect} label={statement.effect.toUpperCase()} />
    {statement.action.map((action) => <code key={action}>{action}</code>)}
    <span>on</span>
    {statement.resource.map((resource) => <code key={resource}>{resource}</code>)}
    {statement.condition !== undefined && statement.condition !== null && <code>when {JSON.stringify(statement.condition)}</code>}
  </div>
)
