import { setTimeout } from 'node:timers/promises'
import type { Connection, Release } from './connection.ts'

type Waiting = {
  /** Between two tries. */
  everyMs: number
  /** Left out: until it is free. */
  tries?: number
  signal?: AbortSignal
}

/** Takes a lock once it is free; null when it was not within so many tries, or the signal has aborted. */
export const waitForLock = async (
  connection: Connection,
  name: string,
  { everyMs, tries = Number.POSITIVE_INFINITY, signal }: Waiting,
): Promise<Release | null> => {
  for (let tried = 1; ; tried++) {
    const release = await connection.lock(name)
    if (release || tried >= tries) return release
    await setTimeout(everyMs, undefined, { signal }).catch(() => undefined)
    if (signal?.aborted) return null
  }
}
