import { CutShort } from '../ingest/cut-short.ts'
import type { Row } from '../ingest/row.ts'
import { advanceRun, type Counts, type Run } from '../store/runs.ts'
import type { Connection } from '../store/sql/connection.ts'
import type { Finding } from '../store/write/check-rewrites.ts'
import type { Rejects } from './rejects.ts'

/** Rows per transaction. */
const BATCH = 2000

export type Located<T> = { file: string; row: Row<T> }

type Batch<T> = Map<number, { record: T; file: string; line: number }>

/** What became of a batch: rows that changed, and records that contradict what is stored. */
export type Written = { changed: number; refused?: readonly Finding[]; conflicts?: readonly Finding[] }

export type Work<T> = {
  connection: Connection
  run: Run
  rows: AsyncIterable<Located<T>>
  /** Records with equal keys are the same row: the last one wins. */
  keyOf: (record: T) => number
  /** The row ids that a record may have; null: any. */
  known: ReadonlySet<number> | null
  /** Writes distinct records. With `commit` false, an earlier run has written them: only look. */
  write: (records: readonly T[], commit: boolean) => Promise<Written>
  rejects: Rejects
  /** Grows with the rows, so that whoever asks after a failure knows how far it got. */
  counts: Counts
  onBatch: () => void
  signal: AbortSignal
}

/**
 * Takes rows to the database, one transaction a batch, in the order of the input, together with how far
 * it is: a run that is cut off goes on behind its last batch. What an earlier run has committed is read
 * and checked again, but not written, so that counts and rejects are always those of the whole input.
 */
export const writeRows = async <T extends { rowId: number }>(work: Work<T>): Promise<void> => {
  const { connection, run, rejects, counts, signal } = work
  const seen = new Set<number>()
  let batch: Batch<T> = new Map()

  const list = (items: Batch<T>, findings: readonly Finding[]) => {
    const places = new Map(Array.from(items.values(), ({ record, ...place }) => [record.rowId, place]))
    for (const { rowId, reason } of findings)
      rejects.add({ file: '', line: 0, ...places.get(rowId), rowId, reason })
  }
  /** Writes what was read up to a moment, the counts of which are given. */
  const flush = async (items: Batch<T>, { read, ...before }: Counts) => {
    const records = Array.from(items.values(), ({ record }) => record)
    const commit = read > run.position
    const write = async () => {
      const { changed, refused = [], conflicts = [] } = await work.write(records, commit)
      const next = {
        ...before,
        read,
        rejected: before.rejected + refused.length,
        conflicts: before.conflicts + conflicts.length,
        changed: before.changed + changed,
      }
      if (commit) await advanceRun(connection, run, read, next)
      return { changed, refused, conflicts }
    }
    const { changed, refused, conflicts } = commit
      ? await connection.transaction('write', write)
      : await write()
    list(items, refused)
    list(items, conflicts)
    counts.rejected += refused.length
    counts.conflicts += conflicts.length
    counts.changed += changed
    work.onBatch()
  }
  // One batch is written while the next one is read.
  let writing = Promise.resolve()
  const write = async () => {
    await writing
    const items = batch
    batch = new Map()
    writing = flush(items, { ...counts })
    // It fails when the next one waits for it.
    writing.catch(() => undefined)
  }
  const take = ({ file, row }: Located<T>) => {
    counts.read++
    if (!('record' in row)) {
      counts.rejected++
      rejects.add({ file, ...row })
      return
    }
    const { line, record } = row
    if (work.known && !work.known.has(record.rowId)) {
      counts.rejected++
      rejects.add({ file, line, rowId: record.rowId, reason: `no pair has row_id ${record.rowId}` })
      return
    }
    const key = work.keyOf(record)
    if (seen.has(key)) counts.duplicates++
    seen.add(key)
    batch.set(key, { record, file, line })
  }

  try {
    for await (const located of work.rows) {
      take(located)
      if (counts.read % BATCH > 0) continue
      await write()
      if (signal.aborted) return writing
    }
  } catch (error) {
    // What came before the cut is whole.
    if (error instanceof CutShort) await write()
    await writing
    throw error
  }
  await write()
  await writing
}
