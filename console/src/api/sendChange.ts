// How a change goes to the server: once, however often it is pressed, and never without a way out.
import { showSlow } from '~/components/toasts'
import { cancelledProblem } from './problem'

/** How long one waits before being asked whether to go on waiting. */
const patience = 10_000

/** Changes without an answer so far, by what they ask, and the key under which the server knows each. */
const unanswered = new Map<string, string>()
const keyHeader = 'Idempotency-Key'

const randomKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')

const contentOf = async (request: Request) => `${request.method} ${request.url}\n${await request.clone().text()}`

/** The same change again, while the first has no answer, has the same key: the server does it once. */
export async function withIdempotencyKey(request: Request): Promise<Request> {
  if (request.method !== 'POST' || !request.url.includes('/organizations/')) return request
  const content = await contentOf(request)
  const key = unanswered.get(content) ?? randomKey()
  unanswered.set(content, key)
  request.headers.set(keyHeader, key)
  return request
}

async function answered(request: Request) {
  if (request.headers.has(keyHeader)) unanswered.delete(await contentOf(request))
}

/** After ten seconds one may stop waiting. */
export async function sendChange(request: Request): Promise<Response> {
  const controller = new AbortController()
  const copy = request.clone()
  let hide: (() => void) | undefined
  const timer = setTimeout(() => (hide = showSlow(() => controller.abort())), patience)
  try {
    const response = await globalThis.fetch(new Request(request, { signal: controller.signal }))
    await answered(copy)
    return response
  } catch (error) {
    throw controller.signal.aborted ? cancelledProblem() : error
  } finally {
    clearTimeout(timer)
    hide?.()
  }
}
