/** Why a call failed: the server's problem+json, or a network that did not answer (status 0). */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly field?: string
  readonly requestId?: string
  readonly reason?: Record<string, unknown>
  /** Seconds to wait before trying again, and when they are over. */
  readonly wait: number
  readonly retryAt: number

  constructor(status: number, body: Partial<Problem> & { message?: string }, retryAfter?: number) {
    super(body.message || 'The server could not answer.')
    this.name = 'Problem'
    this.status = status
    this.code = body.code ?? (status === 0 ? 'network' : 'unknown')
    this.field = body.field || undefined
    this.requestId = body.requestId
    this.reason = body.reason
    this.wait = retryAfter ?? (status === 429 ? 60 : 0)
    this.retryAt = Date.now() + this.wait * 1000
  }
}

export const networkProblem = () =>
  new Problem(0, { code: 'network', message: 'The server cannot be reached. Check your connection.' })

export const cancelledProblem = () =>
  new Problem(0, {
    code: 'cancelled',
    message: 'You stopped waiting for the server. It may have been done all the same, so look before you try again.',
  })

export async function problemOf(response: Response): Promise<Problem> {
  const body = await response.json().catch(() => ({}))
  const wait = Number(response.headers.get('Retry-After'))
  const known = typeof body === 'object' && body !== null ? body : {}
  return new Problem(response.status, known, Number.isFinite(wait) && wait > 0 ? wait : undefined)
}

/** What to tell the person, in words that say what to do next. */
export function explain(error: unknown): { title: string; text: string } {
  if (!(error instanceof Problem)) return { title: 'Something went wrong', text: String(error) }
  switch (error.code) {
    case 'network':
      return { title: 'No connection', text: error.message }
    case 'cancelled':
      return { title: 'No answer yet', text: error.message }
    case 'stale_version':
      return { title: 'Changed in the meantime', text: 'Somebody else changed this. Load the newest state and try again.' }
    case 'last_administrator':
      return {
        title: 'This is the last administrator',
        text: 'An organization always keeps one administrator who can sign in. Make somebody else an administrator first.',
      }
    case 'grant_exceeds_own':
      return { title: 'More than you hold', text: error.message || 'You cannot hand out permissions that you do not hold yourself.' }
    case 'step_up_required':
      return { title: 'Password not confirmed', text: 'Nothing was changed.' }
    case 'csrf_failed':
      return { title: 'This page is out of date', text: 'Reload the page and try again.' }
    case 'already_exists':
      return { title: 'Already there', text: error.message }
  }
  if (error.status === 403) return { title: 'Not allowed', text: missingPermission(error) ?? error.message }
  if (error.status === 429) return { title: 'Too many attempts', text: `Try again in ${waitText(error.wait)}.` }
  if (error.status >= 500) return { title: 'The server is in trouble', text: error.message }
  return { title: 'Not done', text: error.message }
}

/** “You need config:update on config:user.”, when the server said so. */
export function missingPermission(error: Problem): string | undefined {
  const { action, resource } = error.reason ?? {}
  if (typeof action !== 'string') return undefined
  const target = typeof resource === 'string' ? ` on ${resource}` : ''
  return `This needs the permission ${action}${target}. An administrator can give it to you.`
}

export function waitText(seconds: number): string {
  if (seconds < 90) return `${seconds} ${seconds === 1 ? 'second' : 'seconds'}`
  return `${Math.ceil(seconds / 60)} minutes`
}
