import type { Completion } from '@codemirror/autocomplete'
import { jsonParseLinter } from '@codemirror/lang-json'
import { syntaxTree } from '@codemirror/language'
import type { Diagnostic } from '@codemirror/lint'
import type { EditorState } from '@codemirror/state'
import { useCallback } from 'react'
import { useVocabulary } from '~/api/vocabulary'
import JsonEditor from '~/components/JsonEditor'
import { lint, type Finding } from './lint'
import { readStatements } from './policyText'

type Props = { value: string; onChange: (value: string) => void; describedBy?: string }

/** The statements as JSON, with findings where they stand and the organization's words to complete. */
export default function StatementsJson({ value, onChange, describedBy }: Props) {
  const words = useVocabulary()
  const diagnose = useCallback(
    (text: string, state: EditorState): Diagnostic[] => {
      const read = readStatements(text)
      if ('statements' in read) return lint(read.statements, words).map((finding) => diagnosticOf(finding, state))
      return [{ from: 0, to: 0, ...placeOf(state, read.statement), severity: 'error', message: read.error, ...syntaxPlace(state) }]
    },
    [words],
  )
  const complete = useCallback(
    (property: string): Completion[] => {
      if (property === 'effect') return [{ label: 'allow' }, { label: 'deny' }]
      if (property === 'action') return words.actions.map((label) => ({ label }))
      if (property !== 'resource') return []
      return [{ label: '*', detail: 'everything' }, ...words.types.map((type) => ({ label: `${type}/*` }))]
    },
    [words],
  )
  return <JsonEditor label="Statements" value={value} onChange={onChange} diagnose={diagnose} complete={complete} describedBy={describedBy} />
}

/** Where the text is no JSON; nothing when it is. */
function syntaxPlace(state: EditorState): { from: number; to: number } | undefined {
  const [found] = jsonParseLinter()({ state } as never)
  return found && { from: found.from, to: found.to }
}

/** Of a statement as a whole: its first line. */
function placeOf(state: EditorState, statement: number | undefined) {
  const node = statement === undefined ? undefined : statementNode(state, statement)
  return node ? { from: node.from, to: state.doc.lineAt(node.from).to } : {}
}

const statementNode = (state: EditorState, statement: number) => syntaxTree(state).topNode.getChild('Array')?.getChildren('Object')[statement]

function diagnosticOf({ statement, value, text, severity, better }: Finding, state: EditorState): Diagnostic {
  const whole = { from: 0, to: 0, ...placeOf(state, statement), severity, message: text }
  if (value === undefined) return whole
  const node = statementNode(state, statement)
  let place: { from: number; to: number } | undefined
  node?.cursor().iterate((inner) => {
    if (inner.name === 'String' && state.sliceDoc(inner.from, inner.to) === JSON.stringify(value)) place ??= { from: inner.from, to: inner.to }
  })
  if (!place) return whole
  const actions = better === undefined ? undefined : [
    {
      name: `Write ${better}`,
      apply: (view: { dispatch: (spec: object) => void }, from: number, to: number) => view.dispatch({ changes: { from, to, insert: JSON.stringify(better) } }),
    },
  ]
  return { ...whole, ...place, actions }
}
