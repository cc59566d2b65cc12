import { setMaxListeners } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { Cancelled } from '../domain/errors.ts'
import { RequestFailed } from './request-failed.ts'

export type RetryPolicy = {
  /** How often a request is repeated that failed for a reason that may pass. */
  retries: number
  /** The pause before the first repetition; doubled with each. */
  backoffMs: number
}

const LONGEST_PAUSE = 60_000
/** A server that wants longer than this is asked some other time. */
const LONGEST_RETRY_AFTER = 600_000

/**
 * Repeats a call that failed for a reason that may pass, after pauses that double or are as long as the
 * server wishes.
 *
 * @param signal ends pauses
 * @throws RequestFailed when that does not help; Cancelled when `signal` aborts in a pause.
 */
export const retry = async <T>(
  call: (attempt: number) => Promise<T>,
  { retries, backoffMs, signal }: RetryPolicy & { signal?: AbortSignal },
): Promise<T> => {
  // As many requests as are under way may pause at once.
  if (signal) setMaxListeners(0, signal)
  for (let attempt = 0; ; attempt++) {
    try {
      return await call(attempt)
    } catch (error) {
      if (!(error instanceof RequestFailed) || error.kind !== 'TRANSIENT') throw error
      const wish = error.retryAfterMs ?? 0
      if (attempt >= retries || wish > LONGEST_RETRY_AFTER) throw error
      const pause = Math.min(LONGEST_PAUSE, backoffMs * 2 ** attempt) * (0.75 + Math.random() / 2)
      await setTimeout(Math.max(pause, wish), undefined, { signal }).catch(() => {
        throw new Cancelled()
      })
    }
  }
}
