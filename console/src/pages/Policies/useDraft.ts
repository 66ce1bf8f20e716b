import { useState } from 'react'
import type { PolicyText } from '~/api/policies'
import type { Statement } from '~/api/types'
import { readStatements, writeStatements } from './policyText'

const isSame = (a: Statement[], b: Statement[]) => writeStatements(a) === writeStatements(b)

/** Statements as a form and as JSON: one of the two is edited, and the other says the same. */
export function useDraft(start: Statement[], saved: PolicyText) {
  const [statements, setStatements] = useState(start)
  const [view, setView] = useState<'form' | 'json'>('form')
  const [json, setJson] = useState('')
  const read = view === 'json' ? readStatements(json) : { statements }
  /** Nothing while the JSON cannot be read. */
  const draft = 'statements' in read ? read.statements : undefined
  return {
    view,
    json,
    setJson,
    statements,
    setStatements,
    draft,
    jsonError: 'error' in read ? read.error : undefined,
    isChanged: draft ? !isSame(draft, saved.permissionPolicy) : json !== writeStatements(saved.permissionPolicy),
    /** Into the view that is shown. */
    put: (next: Statement[]) => {
      setStatements(next)
      if (view === 'json') setJson(writeStatements(next))
    },
    /** False when the JSON cannot be read, and so cannot become a form. */
    show: (next: 'form' | 'json') => {
      if (next === 'json') setJson(writeStatements(statements))
      else if (draft) setStatements(draft)
      else return false
      setView(next)
      return true
    },
  }
}
