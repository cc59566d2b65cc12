import { readBody } from './body.ts'
import { cleaned } from './cleaned.ts'
import { RequestFailed } from './request-failed.ts'
import { retryAfterMs } from './retry-after.ts'

const TRANSIENT = new Set([408, 409, 425, 429])
/** About what was sent; other refusals would meet every request. */
const REJECTED = new Set([400, 413, 422, 424])

/** OpenAI also says it in milliseconds. */
const askedToWait = (headers: Headers): number | null => {
  const exact = headers.get('retry-after-ms')
  return exact !== null && Number(exact) >= 0 ? Number(exact) : retryAfterMs(headers.get('retry-after'))
}

const messageIn = (body: string): string => {
  try {
    const { error } = JSON.parse(body)
    return typeof error === 'string' ? error : String(error?.message ?? '')
  } catch {
    return body
  }
}

/** Most bytes of an answer that says why there is none. */
const REASON_BYTES = 65_536
const MEGABYTE = 1_000_000
/** Of other answers: what a model says, which models there are. */
const ANSWER_BYTES = 16 * MEGABYTE
/** Of a batch's file: as much as a text can be. */
const FILE_BYTES = 500 * MEGABYTE

const isFile = (input: unknown) => String(input).endsWith('/content')

const statusFailure = ({ status, headers }: Response, body: string) => {
  if (status >= 300 && status < 400)
    return new RequestFailed(
      'FATAL',
      `the server answers ${status}: it sends on to another address; what is sent goes to no other than the one that was given`,
    )
  // A server may repeat the key that it doesn't know, in part.
  if (status === 401 || status === 403)
    return new RequestFailed('FATAL', `the server answers ${status}: the key or its rights are not accepted`)
  const message = `the server answers ${status}: ${cleaned(messageIn(body)) || 'without a reason'}`
  if (status >= 500 || TRANSIENT.has(status))
    return new RequestFailed('TRANSIENT', message, askedToWait(headers))
  return new RequestFailed(REJECTED.has(status) ? 'REJECTED' : 'FATAL', message)
}

export type Guard = {
  timeoutMs: number
  /** What must not be repeated. */
  secrets: readonly string[]
  /** Most bytes of an answer, unpacked. */
  answerBytes?: number
}

/**
 * A fetch for the vendors' clients that takes the whole body within the time limit and `answerBytes`, follows no
 * redirect, which would carry texts elsewhere, and throws RequestFailed for everything that is not a success with a
 * JSON body: both clients leave a cut body, a silent server and the retries to others, each in its own way.
 */
export const guardedFetch =
  ({ timeoutMs, secrets, answerBytes = ANSWER_BYTES }: Guard): typeof fetch =>
  async (input, init) => {
    const signal = AbortSignal.timeout(timeoutMs)
    let response: Response
    let read: Awaited<ReturnType<typeof readBody>>
    let most: number
    try {
      response = await fetch(input, { ...init, signal, redirect: 'manual' })
      most = !response.ok ? REASON_BYTES : isFile(input) ? FILE_BYTES : answerBytes
      read = await readBody(response, most)
    } catch (error) {
      if (signal.aborted) throw new RequestFailed('TRANSIENT', `no answer within ${timeoutMs / 1000} s`)
      const { code } = ((error as Error).cause ?? {}) as { code?: string }
      throw new RequestFailed('TRANSIENT', `the connection failed${code ? ` (${code})` : ''}`)
    }
    // Whatever a server repeats of a request, the key goes no further.
    const body = secrets.reduce((text, secret) => text.replaceAll(secret, '***'), read.text)
    if (!response.ok) throw statusFailure(response, body)
    if (!read.isWhole)
      throw new RequestFailed('FATAL', `the server answers with more than ${most} bytes, which no answer has`)
    // A file's content is lines of JSON.
    if (isFile(input)) return new Response(body, { status: response.status })
    try {
      JSON.parse(body)
    } catch {
      throw new RequestFailed('TRANSIENT', 'the server answers something that is no JSON')
    }
    return new Response(body, { status: response.status, headers: { 'content-type': 'application/json' } })
  }
