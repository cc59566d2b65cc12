import { setTimeout as sleep } from 'node:timers/promises'
import { Cancelled, InvalidInput, Unavailable } from '../domain/errors.ts'

export type Patience = {
  /** Attempts after the first one. */
  retries: number
  /** Milliseconds that one attempt may take. */
  timeout: number
  /** Milliseconds before the first repetition; doubles with each. */
  backoff: number
  token?: string
}

/** The server understood, and does not want exactly this: too long, for example. */
export class Refusal extends InvalidInput {}

const REFUSALS = [400, 413, 422, 424]
const PASSING = [408, 429]
const LONGEST_PAUSE = 60_000
const LONGEST_WISH = 600_000

/** Retry-After, in seconds or as a date, in milliseconds. */
const wishOf = (response: Response): number | null => {
  const header = response.headers.get('retry-after')
  if (header === null) return null
  const ms = /^\d+$/.test(header) ? 1000 * Number(header) : Date.parse(header) - Date.now()
  return Number.isNaN(ms) ? null : Math.min(Math.max(0, ms), LONGEST_WISH)
}

/** What a server says, short, on one line and without the token, should it repeat it. */
const shortened = (text: string, token?: string): string => {
  const safe = token ? text.replaceAll(token, '…') : text
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal must not see them
  return safe.replace(/[\x00-\x1f\x7f\s]+/g, ' ').slice(0, 200)
}

/** Why a request failed that got no answer: fetch hides it in the cause. */
const reasonOf = (error: unknown): string => {
  const { name, message, cause } = error as Error & { cause?: { code?: string; message?: string } }
  return name === 'TimeoutError' ? 'it took too long' : (cause?.code ?? cause?.message ?? message)
}

/**
 * Asks until there is an answer: again after 408, 429, 5xx, timeouts and dropped connections, with pauses
 * that double or are as long as the server wishes; never after another 4xx.
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
  const init = { method, headers, body: JSON.stringify(body), redirect: 'manual' } as const

  for (let attempt = 0; ; attempt++) {
    let trouble: string
    let wish: number | null = null
    try {
      const response = await fetch(url, { ...init, signal: AbortSignal.timeout(timeout) })
      const text = await response.text()
      if (response.ok) return parsed(url, text, token)
      trouble = `${response.status} ${shortened(text, token)}`.trim()
      if (response.status < 500 && !PASSING.includes(response.status)) {
        if (REFUSALS.includes(response.status)) throw new Refusal(`the server says ${trouble}`)
        throw new InvalidInput(`${url} says ${trouble}`)
      }
      wish = wishOf(response)
    } catch (error) {
      if (error instanceof InvalidInput || error instanceof Unavailable) throw error
      trouble = shortened(reasonOf(error), token)
    }
    if (attempt >= retries) throw new Unavailable(`${url} failed ${attempt + 1} times, at last: ${trouble}`)
    const pause = Math.min(backoff * 2 ** attempt, LONGEST_PAUSE) * (0.75 + Math.random() / 2)
    try {
      await sleep(wish ?? pause, undefined, { signal })
    } catch {
      throw new Cancelled()
    }
  }
}

const parsed = (url: string, text: string, token?: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw new Unavailable(`${url} answers what is no JSON: ${shortened(text, token)}`)
  }
}
