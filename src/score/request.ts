import { InvalidInput, Unavailable } from '../domain/errors.ts'
import { guardedFetch } from '../remote/guarded-fetch.ts'
import { RequestFailed } from '../remote/request-failed.ts'
import { type RetryPolicy, retry } from '../remote/retry.ts'

/** The server understood, and does not want exactly this: too long, for example. */
export class Refusal extends InvalidInput {}

/**
 * Repeats a request to `address` until there is an answer, where that may help.
 *
 * @throws Refusal when the server doesn't want this one; InvalidInput when it wants none; Unavailable when
 *   every attempt failed; Cancelled when `signal` aborts in a pause.
 */
export const request = async <T>(
  address: string,
  send: () => Promise<T>,
  policy: RetryPolicy,
  signal?: AbortSignal,
): Promise<T> => {
  try {
    return await retry(send, { ...policy, signal })
  } catch (error) {
    if (!(error instanceof RequestFailed)) throw error
    const { kind, message } = error
    if (kind === 'REJECTED') throw new Refusal(message)
    if (kind === 'FATAL') throw new InvalidInput(`${address}: ${message}`)
    throw new Unavailable(`${address} failed ${policy.retries + 1} times, at last: ${message}`)
  }
}

/** Most bytes of an answer: some 2,000 scores, each with its label, take a tenth of it. */
const SCORES_BYTES = 4_000_000

export type JsonPolicy = RetryPolicy & {
  /** Milliseconds that one attempt may take. */
  timeoutMs: number
  token?: string
}

/** The same of JSON that is sent, and comes back. Without a body it is asked for. */
export const requestJson = (
  url: string,
  body: unknown,
  { timeoutMs, token, ...policy }: JsonPolicy,
  signal?: AbortSignal,
): Promise<unknown> => {
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  if (token) headers.authorization = `Bearer ${token}`
  const method = body === undefined ? 'GET' : 'POST'
  const init = { method, headers, body: JSON.stringify(body) }
  const secrets = token ? [token] : []
  const fetchWhole = guardedFetch({ timeoutMs, secrets, answerBytes: SCORES_BYTES })
  return request(url, async () => (await fetchWhole(url, init)).json(), policy, signal)
}
