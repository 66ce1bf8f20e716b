// When the session ends: half an hour after the last call, and at the latest when the server said at the sign-in.

/** The server's limits::session_idle. */
export const idleTime = 30 * 60_000
/** How long before the end it is told. */
export const warningTime = 2 * 60_000
/** Who works without calling the server is kept signed in this often. */
const keepAliveEvery = 5 * 60_000

let lastCall = Date.now()
let lastActivity = 0
const opened = Date.now()

/** Another tab's calls keep the same session alive. */
export const called = (at: number) => {
  lastCall = at
}
export const active = (at: number) => {
  lastActivity = at
}

/** Whether somebody has worked within this time; on a page just opened, yes. */
export const wasActive = (now: number, within: number) => now - Math.max(lastActivity, opened) < within

export type Ending = { at: number; /** Whether a call would put it off. */ extendable: boolean }

/** The next end, as far as is known. */
export function sessionEnd(dtExpires: string, call = lastCall): Ending {
  const latest = Date.parse(dtExpires) || Infinity
  const idle = call + idleTime
  return { at: Math.min(latest, idle), extendable: latest - idle > 0 }
}

/** Somebody has worked since the last call, and that was a while ago. */
export const shouldKeepAlive = (now: number, call = lastCall, activity = lastActivity) =>
  activity > call && now - call >= keepAliveEvery
