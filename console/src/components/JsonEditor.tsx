import { autocompletion, closeBrackets, completionKeymap, type Completion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import { bracketMatching, HighlightStyle, syntaxHighlighting, syntaxTree } from '@codemirror/language'
import { forceLinting, linter, lintGutter, lintKeymap, type Diagnostic } from '@codemirror/lint'
import { EditorState } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { getNonce } from 'get-nonce'
import { useEffect, useRef } from 'react'
import classes from './JsonEditor.module.css'

type Props = {
  label: string
  describedBy?: string
  value: string
  onChange: (value: string) => void
  /** What is wrong, by place in the text. */
  diagnose: (text: string, state: EditorState) => Diagnostic[]
  /** The words for a text inside `property`, or for its value. */
  complete: (property: string) => Completion[]
}

/** JSON with marks, findings and completion. Tab leaves it, as it leaves every other field. */
export default function JsonEditor({ label, describedBy, value, onChange, diagnose, complete }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const editor = useRef<EditorView>(undefined)
  const latest = useRef({ onChange, diagnose, complete })
  const first = useRef({ label, describedBy, value })
  useEffect(() => {
    latest.current = { onChange, diagnose, complete }
    if (editor.current) forceLinting(editor.current)
  }, [onChange, diagnose, complete])

  useEffect(() => {
    const { label: name, describedBy: description, value: doc } = first.current
    const view = new EditorView({
      parent: place.current!,
      state: EditorState.create({
        doc,
        extensions: [
          EditorView.cspNonce.of(getNonce() ?? ''),
          lineNumbers(),
          lintGutter(),
          history(),
          drawSelection(),
          highlightActiveLine(),
          bracketMatching(),
          closeBrackets(),
          json(),
          syntaxHighlighting(highlight),
          autocompletion({ override: [(context) => wordsAt(context, latest.current.complete)], icons: false }),
          linter((shown) => latest.current.diagnose(shown.state.doc.toString(), shown.state), { delay: 250 }),
          keymap.of([...completionKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap]),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': name, ...(description && { 'aria-describedby': description }), spellcheck: 'false' }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString())
          }),
        ],
      }),
    })
    editor.current = view
    return () => view.destroy()
  }, [])

  // The editor keeps its own text; a change from outside is put into it.
  useEffect(() => {
    const view = editor.current
    if (view && view.state.doc.toString() !== value) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: value } })
  }, [value])

  return <div ref={place} className={classes.editor} />
}

const highlight = HighlightStyle.define([
  { tag: tags.propertyName, color: 'light-dark(#5b3fb0, #b9a5ff)' },
  { tag: tags.string, color: 'light-dark(#0b6b45, #7fd6ad)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'light-dark(#a3470b, #f0b968)' },
])

/** Inside a text of a known property: its words, in the place of what stands there. */
function wordsAt(context: CompletionContext, complete: Props['complete']): CompletionResult | null {
  const node = syntaxTree(context.state).resolveInner(context.pos, -1)
  if (node.name !== 'String') return null
  let property = node.parent
  while (property && property.name !== 'Property') property = property.parent
  const name = property?.getChild('PropertyName')
  if (!name) return null
  const options = complete(context.state.sliceDoc(name.from + 1, name.to - 1))
  const isClosed = context.state.sliceDoc(node.to - 1, node.to) === '"' && node.to - node.from > 1
  return options.length === 0 ? null : { from: node.from + 1, to: isClosed ? node.to - 1 : node.to, options, validFor: /^[^"\n]*$/ }
}
