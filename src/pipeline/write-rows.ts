import { chunks } from '../async/chunks.ts'
import { prefetch } from '../async/prefetch.ts'
import { InvalidInput } from '../domain/errors.ts'
import type { Row } from '../ingest/row.ts'
import { advanceRun, type Counts, type Fates, type Run } from '../store/runs.ts'
import type { Connection } from '../store/sql/connection.ts'
import { type Finding, Unwritable } from '../store/write/finding.ts'
import { NOTHING_REMOVED, type Removed } from '../store/write/remove-measured.ts'
import type { Rejects } from './rejects.ts'

/** Rows per transaction. */
const BATCH = 2000

export type Located<T> = { file: string; row: Row<T> }

type Item<T> = { record: T; file: string; line: number }

/** What became of a batch: rows that changed, and records that contradict what is stored. */
export type Written = {
  changed: number
  fates: Pick<Fates, 'added' | 'altered'>
  /** Left out, because of what else is stored. */
  refused?: readonly Finding[]
  /** Left out, because what they would change has been measured. */
  measured?: readonly Finding[]
  /** Written but for what they contradict. */
  conflicts?: readonly Finding[]
  removed?: Removed
}

/** What a command reports in the end, besides the counts. */
export type Tally = {
  fates: Fates
  /** Rows that would have changed what has been measured. */
  measured: number
  removed: Removed
}

export type Target<T> = {
  run: Run
  /** Writes distinct records. With `commit` false, an earlier run has written them: only look. */
  write: (records: readonly T[], commit: boolean) => Promise<Written>
}

export type Work<T> = {
  connection: Connection
  rows: AsyncIterable<Located<T>>
  /** Records with equal keys are the same row: the last one wins. */
  keyOf: (record: T) => number
  /** Which of some row ids a record may have; left out: any. */
  rowIds?: (wanted: readonly number[]) => Promise<ReadonlySet<number>>
  /** Which records can't be written, wherever they go; left out: none. */
  refuse?: (records: readonly T[]) => Promise<readonly Finding[]>
  /** Makes what the records need. Called once, when there is a usable one: of other files nothing is made. */
  open: () => Promise<Target<T>>
  rejects: Rejects
  /** Grows with the rows: after a failure it says how far the import got. */
  counts: Counts
  /** Like them. */
  tally: Tally
  onBatch: () => void
  signal: AbortSignal
}

const plus = <T extends Record<string, number>>(a: T, b: T): T =>
  Object.fromEntries(Object.entries(a).map(([key, number]) => [key, number + b[key]])) as T

/**
 * Takes rows to the database, one transaction a batch, in the order of the input, together with how far
 * it is: a run that is cut off goes on behind its last batch. What an earlier run has committed is read
 * and checked again, but not written, so that counts and rejects are always those of the whole input.
 */
export const writeRows = async <T extends { rowId: number }>(work: Work<T>): Promise<void> => {
  const { connection, rejects, counts, tally, signal } = work
  let target: Target<T> | undefined
  const seen = new Set<number>()
  let batch = new Map<number, Item<T>>()

  /** The error with the file and line that it is about. */
  const located = (items: readonly Item<T>[], error: unknown): unknown => {
    if (!(error instanceof Unwritable)) return error
    const item = items.find(({ record }) => record.rowId === error.rowId)
    return item
      ? new InvalidInput(`${item.file}: line ${item.line}, ${error.message}`, { cause: error })
      : error
  }
  const list = (items: readonly Item<T>[], findings: readonly Finding[]) => {
    const places = new Map(items.map(({ record, ...place }) => [record.rowId, place]))
    for (const { rowId, reason } of findings)
      rejects.add({ file: '', line: 0, ...places.get(rowId), rowId, reason })
  }
  const store = async ({ run, write }: Target<T>, records: readonly T[], rejected: number) => {
    const commit = counts.read > run.position
    const save = async () => {
      const written = await write(records, commit)
      const { changed, refused = [], measured = [], conflicts = [], removed = NOTHING_REMOVED } = written
      const next = {
        ...counts,
        rejected: rejected + refused.length,
        conflicts: counts.conflicts + conflicts.length + measured.length,
        changed: counts.changed + changed,
      }
      const { added, altered } = written.fates
      const same = records.length - refused.length - measured.length - added - altered
      const fates = commit ? plus(tally.fates, { added, altered, unchanged: same }) : tally.fates
      if (commit) await advanceRun(connection, run, counts.read, { ...next, ...fates })
      return {
        next,
        nextTally: {
          fates,
          measured: tally.measured + measured.length,
          removed: plus(tally.removed, removed),
        },
        findings: [...refused, ...measured, ...conflicts],
      }
    }
    return commit ? connection.transaction('write', save) : save()
  }
  const flush = async () => {
    const items = [...batch.values()]
    batch = new Map()
    const records = items.map(({ record }) => record)
    const refused = (await work.refuse?.(records)) ?? []
    const unusable = new Set(refused.map(({ rowId }) => rowId))
    const usable = records.filter(({ rowId }) => !unusable.has(rowId))
    if (usable.length > 0) target ??= await work.open()
    const rejected = counts.rejected + refused.length
    const nothing = { next: { rejected }, nextTally: {}, findings: [] }
    const { next, nextTally, findings } = target
      ? await store(target, usable, rejected).catch((error) => {
          throw located(items, error)
        })
      : nothing
    list(items, [...refused, ...findings])
    Object.assign(counts, next)
    Object.assign(tally, nextTally)
    work.onBatch()
  }
  const knownIn = async (part: readonly Located<T>[]) =>
    work.rowIds?.(part.flatMap(({ row }) => ('record' in row ? row.record.rowId : [])))
  const take = ({ file, row }: Located<T>, known: ReadonlySet<number> | undefined) => {
    counts.read++
    if (!('record' in row)) {
      counts.rejected++
      rejects.add({ file, ...row })
      return
    }
    const { line, record } = row
    if (known && !known.has(record.rowId)) {
      counts.rejected++
      rejects.add({ file, line, rowId: record.rowId, reason: `no pair has row_id ${record.rowId}` })
      return
    }
    const key = work.keyOf(record)
    if (seen.has(key)) counts.duplicates++
    seen.add(key)
    batch.set(key, { record, file, line })
  }

  for await (const part of prefetch(chunks(work.rows, { count: BATCH }))) {
    const known = await knownIn(part)
    for (const row of part) take(row, known)
    await flush()
    if (signal.aborted) return
  }
  work.onBatch()
}
