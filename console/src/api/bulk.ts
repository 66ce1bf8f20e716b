import { useRef, useState } from 'react'
import { refresh } from './lists'
import { explain, Problem } from './problem'

export type Outcome = { state: 'waiting' | 'running' | 'done' | 'skipped' | 'failed'; text?: string; undo?: Undo }

/** Changes several things at once at the server; few together, so that others are served too. */
const together = 4

/** Takes one act back. */
export type Undo = () => Promise<unknown>

/** Does one act to many and keeps what became of each; told to slow down, it waits. */
export function useBulk<T extends { id: string }>() {
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome>>()
  const stopped = useRef(false)

  async function run(items: T[], act: (item: T) => Promise<Undo | undefined>, skip: (item: T) => string | undefined) {
    stopped.current = false
    const state = new Map<string, Outcome>(
      items.map((item) => {
        const reason = skip(item)
        return [item.id, reason ? { state: 'skipped', text: reason } : { state: 'waiting' }]
      }),
    )
    const put = (id: string, outcome: Outcome) => {
      state.set(id, outcome)
      setOutcomes(new Map(state))
    }
    setOutcomes(new Map(state))
    const queue = items.filter((item) => state.get(item.id)?.state === 'waiting')
    const work = async () => {
      for (let item = queue.shift(); item && !stopped.current; item = queue.shift()) {
        put(item.id, { state: 'running' })
        try {
          const undo = await patiently(() => act(item as T))
          put(item.id, { state: 'done', undo })
        } catch (error) {
          const { title, text } = explain(error)
          put(item.id, { state: 'failed', text: title === 'Not done' ? text : `${title}. ${text}` })
        }
      }
    }
    await Promise.all(Array.from({ length: together }, work))
    void refresh()
  }

  /** Takes back what was done; what cannot be taken back is left out. */
  const undo = (items: T[]) => {
    const act = async ({ id }: T) => {
      await outcomes?.get(id)?.undo?.()
      return undefined
    }
    return run(items.filter(({ id }) => outcomes?.get(id)?.undo), act, () => undefined)
  }

  const all = [...(outcomes?.values() ?? [])]
  const count = (state: Outcome['state']) => all.filter((outcome) => outcome.state === state).length
  const finished = all.length - count('waiting') - count('running')
  return {
    outcomes,
    run,
    undo,
    undoable: all.some(({ undo }) => undo !== undefined),
    total: all.length,
    finished,
    done: count('done'),
    failed: count('failed'),
    busy: count('running') > 0,
    /** Those not begun are left as they are. */
    stop: () => void (stopped.current = true),
    reset: () => setOutcomes(undefined),
  }
}

/** Waits as long as a 429 asks, up to a minute, and tries again. */
async function patiently<R>(act: () => Promise<R>): Promise<R> {
  for (let attempt = 1; ; ++attempt) {
    try {
      return await act()
    } catch (error) {
      const wait = error instanceof Problem && error.status === 429 ? error.wait : 0
      if (wait === 0 || wait > 60 || attempt === 5) throw error
      await new Promise((resolve) => setTimeout(resolve, wait * 1000))
    }
  }
}
