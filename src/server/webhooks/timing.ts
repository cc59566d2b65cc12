const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** How long things take that are sent. */
export type Timing = {
  /** Pauses before further attempts: when there is none left, an event is given up. */
  retryMs: readonly number[]
  /** How long a receiver may take to answer. */
  timeoutMs: number
  /** How long after objectives were judged they are not judged again. */
  judgeMs: number
  /** How long a server that ends waits for answers. */
  closeMs: number
}

/** Retries are those that Standard Webhooks 1.0.0 gives as its example: over three days. */
export const TIMING: Timing = {
  retryMs: [
    5 * SECOND,
    5 * MINUTE,
    30 * MINUTE,
    2 * HOUR,
    5 * HOUR,
    10 * HOUR,
    14 * HOUR,
    20 * HOUR,
    24 * HOUR,
  ],
  timeoutMs: 15 * SECOND,
  judgeMs: 5 * SECOND,
  closeMs: 3 * SECOND,
}

/** A quarter less to a quarter more, so that those who failed together do not come again together. */
export const withJitter = (ms: number): number => ms * (0.75 + Math.random() / 2)
