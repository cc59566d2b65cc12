import { guardedFetch } from '../remote/guarded-fetch.ts'
import { patiently } from './patiently.ts'

/** Most bytes of an answer: some 2,000 scores, each with its label, take a tenth of it. */
const SCORES_BYTES = 4_000_000

export type Patience = {
  /** Attempts after the first one. */
  retries: number
  /** Milliseconds that one attempt may take. */
  timeout: number
  /** Milliseconds before the first repetition; doubles with each. */
  backoff: number
  token?: string
}

/**
 * Asks until there is an answer, JSON: again after 408, 429, 5xx, timeouts and dropped connections, never
 * after another 4xx.
 *
 * @throws Refusal on 400, 413, 422, 424; InvalidInput on another 3xx or 4xx; Unavailable when every attempt
 *   failed; Cancelled when `signal` aborts in a pause.
 */
export const patientFetch = async (
  url: string,
  body: unknown,
  { retries, timeout, backoff, token }: Patience,
  signal?: AbortSignal,
): Promise<unknown> => {
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  if (token) headers.authorization = `Bearer ${token}`
  const method = body === undefined ? 'GET' : 'POST'
  const init = { method, headers, body: JSON.stringify(body) }
  const secrets = token ? [token] : []
  const fetchWhole = guardedFetch({ timeoutMs: timeout, secrets, answerBytes: SCORES_BYTES })
  return patiently(url, async () => (await fetchWhole(url, init)).json(), { retries, backoff }, signal)
}
