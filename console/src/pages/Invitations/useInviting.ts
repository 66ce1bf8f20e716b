import { useRef, useState } from 'react'
import { invite, type NewInvitation } from '~/api/invitations'
import { guessNames } from '~/components/names'
import { refresh } from '~/api/lists'
import { explain, Problem } from '~/api/problem'

export type Result = { email: string; state: 'waiting' | 'sending' | 'sent' | 'failed'; text?: string }

/** Sends invitations one after the other and keeps what became of each address. */
export function useInviting(organizationId: string) {
  const [results, setResults] = useState<Result[]>()
  const stopped = useRef(false)

  const put = (email: string, patch: Partial<Result>) =>
    setResults((before) => before?.map((result) => (result.email === email ? { ...result, ...patch } : result)))

  async function send(emails: string[], common: Partial<NewInvitation>) {
    stopped.current = false
    setResults((before) => {
      const waiting: Result[] = emails.map((email) => ({ email, state: 'waiting' }))
      return before ? before.map((result) => waiting.find(({ email }) => email === result.email) ?? result) : waiting
    })
    for (const email of emails) {
      if (stopped.current) break
      put(email, { state: 'sending', text: undefined })
      try {
        await sendOne(organizationId, named({ ...common, email }))
        put(email, { state: 'sent' })
      } catch (error) {
        const { title, text } = explain(error)
        put(email, { state: 'failed', text: title === 'Not done' ? text : `${title}. ${text}` })
      }
    }
    void refresh()
  }

  const all = results ?? []
  const count = (state: Result['state']) => all.filter((result) => result.state === state).length
  return {
    results,
    send,
    sent: count('sent'),
    busy: count('sending') > 0,
    failed: all.filter(({ state }) => state === 'failed' || state === 'waiting').map(({ email }) => email),
    stop: () => void (stopped.current = true),
    reset: () => setResults(undefined),
  }
}

/** The server wants names; where none are given, the address is the best guess. */
function named(invitation: Partial<NewInvitation> & { email: string }): NewInvitation {
  const guess = guessNames(invitation.email)
  return { ...invitation, firstName: invitation.firstName || guess.firstName, lastName: invitation.lastName || guess.lastName }
}

/** One invitation; told to slow down, it waits and tries again. */
async function sendOne(organizationId: string, body: NewInvitation) {
  for (let attempt = 1; ; ++attempt) {
    try {
      return await invite(organizationId, body)
    } catch (error) {
      const wait = error instanceof Problem && error.status === 429 ? error.wait : 0
      if (wait === 0 || wait > 20 || attempt === 3) throw error
      await new Promise((resolve) => setTimeout(resolve, wait * 1000))
    }
  }
}

export type Inviting = ReturnType<typeof useInviting>
