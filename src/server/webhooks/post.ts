import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import type { LookupFunction } from 'node:net'
import { retryAfterMs } from '../../remote/retry-after.ts'

/** What a receiver says to an event, without a body. */
export type Answer = { status: number; retryAfterMs: number | null }

type Request = {
  url: URL
  headers: Record<string, string>
  body: string
  lookup: LookupFunction
  timeoutMs: number
  signal: AbortSignal
}

/** Nobody needs an answer's body: a short one is taken, so that who writes it sees no broken connection. */
const MOST_BYTES = 16_384

const discard = (response: IncomingMessage) => {
  let bytes = 0
  response.on('error', () => undefined)
  response.on('data', (part: Buffer) => {
    bytes += part.length
    if (bytes > MOST_BYTES) response.destroy()
  })
}

/**
 * Posts JSON over a connection of its own, and follows no redirect.
 *
 * @throws Error in words for people, without the URL: no answer came within the time, or the connection failed.
 */
export const post = ({ url, headers, body, lookup, timeoutMs, signal }: Request): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const limit = AbortSignal.timeout(timeoutMs)
    const { request } = url.protocol === 'https:' ? https : http
    const posted = request(url, {
      method: 'POST',
      agent: false,
      lookup,
      signal: AbortSignal.any([signal, limit]),
      headers: { 'content-type': 'application/json', 'user-agent': 'seal-graphql', ...headers },
    })
    posted.once('response', (response) => {
      const { statusCode: status = 0, headers } = response
      resolve({ status, retryAfterMs: retryAfterMs(headers['retry-after']) })
      discard(response)
    })
    posted.on('error', (cause: NodeJS.ErrnoException) => {
      const why = limit.aborted
        ? `no answer within ${timeoutMs / 1000} s`
        : cause.code
          ? `the connection failed (${cause.code})`
          : cause.message
      reject(new Error(why, { cause }))
    })
    posted.end(body)
  })
