import type { Row } from '../ingest/row.ts'
import { advanceRun, type Counts, type Run } from '../store/runs.ts'
import type { Connection } from '../store/sql/connection.ts'
import type { Finding } from '../store/write/check-rewrites.ts'
import { readAhead } from './read-ahead.ts'
import type { Rejects } from './rejects.ts'

/** Rows per transaction. */
const BATCH = 2000

export type Located<T> = { file: string; row: Row<T> }

type Item<T> = { record: T; file: string; line: number }

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
  let batch = new Map<number, Item<T>>()

  const list = (items: readonly Item<T>[], findings: readonly Finding[]) => {
    const places = new Map(items.map(({ record, ...place }) => [record.rowId, place]))
    for (const { rowId, reason } of findings)
      rejects.add({ file: '', line: 0, ...places.get(rowId), rowId, reason })
  }
  const flush = async () => {
    const items = [...batch.values()]
    batch = new Map()
    const records = items.map(({ record }) => record)
    const commit = counts.read > run.position
    const write = async () => {
      const { changed, refused = [], conflicts = [] } = await work.write(records, commit)
      const next = {
        ...counts,
        rejected: counts.rejected + refused.length,
        conflicts: counts.conflicts + conflicts.length,
        changed: counts.changed + changed,
      }
      if (commit) await advanceRun(connection, run, counts.read, next)
      return { next, findings: [...refused, ...conflicts] }
    }
    const { next, findings } = commit ? await connection.transaction('write', write) : await write()
    list(items, findings)
    Object.assign(counts, next)
    work.onBatch()
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

  for await (const part of readAhead(work.rows, BATCH)) {
    for (const row of part) take(row)
    await flush()
    if (signal.aborted) return
  }
}
