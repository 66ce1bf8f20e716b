// Handing out rights asks for the password again when it was given a while ago. The API client waits
// here for the dialog over the page; calls that wait at the same time are asked for once.
import { useSyncExternalStore } from 'react'

type Question = { answer: Promise<boolean>; settle: (isConfirmed: boolean) => void }

let question: Question | undefined
const listeners = new Set<() => void>()

const tell = () => listeners.forEach((listener) => listener())

/** Asks the person; true once the password was right, false when they gave up. */
export function askForPassword(): Promise<boolean> {
  if (!question) {
    let settle: Question['settle'] = () => undefined
    const answer = new Promise<boolean>((resolve) => (settle = resolve))
    question = { answer, settle }
    tell()
  }
  return question.answer
}

export function settlePassword(isConfirmed: boolean) {
  question?.settle(isConfirmed)
  question = undefined
  tell()
}

export function usePasswordAsked(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    () => question !== undefined,
  )
}
