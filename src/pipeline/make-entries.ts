import type { Made } from '../domain/made.ts'
import type { EntryKey } from '../store/find-entries.ts'
import type { EntryRun } from './entry-run.ts'
import type { Context, Outcome } from './ingest.ts'

/** The texts of entries as they are claimed, a stream for each claim; `stop` ends claiming. */
export type Claimed<T> = (stop: AbortSignal) => AsyncIterable<AsyncIterable<T>>

export type Making<T extends EntryKey, Value> = {
  /** What is left to do. */
  loadEntries: () => Promise<readonly EntryKey[]>
  textsOf: (entries: readonly EntryKey[]) => AsyncGenerator<T>
  /** Each text comes back once, in any order, but for those that are not begun when the signal has aborted. */
  make: (claimed: Claimed<T>, signal: AbortSignal) => AsyncIterable<Made<T, Value>[]>
  /** Returns how many rows changed. */
  write: (made: readonly { item: T; value: Value }[]) => Promise<number>
  /** For the progress, such as the cost so far. */
  noteOf?: () => string | undefined
  /** For people, in the end. */
  remarks?: () => readonly string[]
}

/** What makes something of each claim by itself: what waits for more texts would wait for those that others work on. */
export const claimByClaim = <T, Value>(
  make: (texts: AsyncIterable<T>, signal: AbortSignal) => AsyncIterable<Made<T, Value>[]>,
): ((claimed: Claimed<T>, signal: AbortSignal) => AsyncGenerator<Made<T, Value>[]>) =>
  async function* (claimed, signal) {
    for await (const texts of claimed(signal)) yield* make(texts, signal)
  }

/**
 * Makes something of each entry, and commits what there is at a time together with how far the Run is; ends the Run.
 *
 * @throws what `make` throws, once everything before it is written.
 */
export const makeEntries = async <T extends EntryKey, Value>(
  { progress, signal }: Context,
  run: EntryRun,
  { loadEntries, textsOf, make, write, noteOf, remarks }: Making<T, Value>,
): Promise<Outcome> => {
  let done = 0
  let elsewhere = 0
  let failure: unknown
  try {
    const entries = await loadEntries()
    const showProgress = () =>
      progress.update({ rows: done, bytes: done + elsewhere, totalBytes: entries.length, note: noteOf?.() })
    async function* claimed(stop: AbortSignal) {
      for await (const claim of run.claims(entries, stop)) {
        elsewhere = claim.elsewhere
        yield run.reading(textsOf(claim.entries))
      }
    }
    showProgress()
    for await (const batch of make(claimed, signal)) {
      const made: { item: T; value: Value }[] = []
      for (const one of batch) {
        if ('value' in one) made.push(one)
        else await run.reject(one.item, one.reason)
      }
      await run.commit(made, write)
      done += batch.length
      showProgress()
    }
  } catch (error) {
    failure = error
  }
  for (const remark of remarks?.() ?? []) progress.notice(remark)
  return run.end(failure)
}
