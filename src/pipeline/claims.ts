import { setTimeout } from 'node:timers/promises'
import { claimEntries, type Job, loadElsewhere } from '../store/claims.ts'
import { type EntryKey, keyOf } from '../store/find-entries.ts'
import type { Connection } from '../store/sql/connection.ts'

export type Claimed = {
  entries: EntryKey[]
  /** How many of the entries others have made, or are at work on. */
  elsewhere: number
}

/** Commands that take a share of what is left, smaller and smaller towards the end, end at the same time. */
const SHARE = 8
const LEAST = 64
const MOST = 2048
const POLL_MS = 1000

/**
 * Claims entries a part at a time, until there is nothing left to claim and no other command at work on any: what one
 * has claimed that dies is free again.
 *
 * @param waits whether for what others have claimed; else it ends when nothing is left to claim
 */
export async function* claims(
  {
    connection,
    database,
    job,
    runId,
    leaseMs,
  }: {
    connection: Connection
    database: <T>(work: () => Promise<T>) => Promise<T>
    job: Job
    runId: number
    leaseMs: number
  },
  entries: readonly EntryKey[],
  stop: AbortSignal,
  waits = true,
): AsyncGenerator<Claimed> {
  const wanted = new Set(entries.map(keyOf))
  let claimedCount = 0
  let left = entries
  while (left.length > 0 && !stop.aborted) {
    for (let start = 0; start < left.length && !stop.aborted; ) {
      const share = Math.ceil((left.length - start) / SHARE)
      const part = left.slice(start, start + Math.min(MOST, Math.max(LEAST, share)))
      start += part.length
      const claimed = await database(() => claimEntries(connection, job, runId, part))
      claimedCount += claimed.length
      const ahead = left === entries ? entries.length - start : 0
      if (claimed.length > 0) yield { entries: claimed, elsewhere: entries.length - ahead - claimedCount }
    }
    if (!waits || stop.aborted) return
    const elsewhere = await database(() => loadElsewhere(connection, job, runId))
    left = elsewhere.filter((entry) => wanted.has(keyOf(entry)))
    const pause = Math.min(POLL_MS, leaseMs / 4)
    if (left.length > 0) await setTimeout(pause, undefined, { signal: stop }).catch(() => undefined)
  }
}
