// What the API client must know about the session, kept in memory only.
let token: string | undefined
let ended = false
const listeners = new Set<() => void>()

const tell = () => listeners.forEach((listener) => listener())

export const csrfToken = () => token
export const hasSessionEnded = () => ended

export function sessionBegan(csrf: string) {
  token = csrf
  if (!ended) return
  ended = false
  tell()
}

/** The server no longer knows the session: the dialog over the page asks for the password. */
export function sessionEnded() {
  if (ended || !token) return
  ended = true
  tell()
}

export function forgetSession() {
  token = undefined
  ended = false
  tell()
}

export function onSessionState(listener: () => void) {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

let heard: ((at: number) => void) | undefined

/** Told of every answer that the session got. */
export const onCall = (listener: (at: number) => void) => {
  heard = listener
}
export const callAnswered = () => heard?.(Date.now())
