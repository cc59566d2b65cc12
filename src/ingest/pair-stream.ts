import { InvalidInput } from '../domain/errors.ts'
import type { PairRecord } from '../domain/records.ts'
import { type Row, type RowStream, Unusable } from './row.ts'
import type { Source } from './source.ts'

export type PairOptions = {
  subset?: string | null
  /** The row id of the file's first line or row; 0 when left out. */
  firstRowId?: number
}

/** `lines`: up to the last one that isn't blank; the next file's first row id is `firstRowId + lines`. */
export type PairStream<T extends PairRecord> = RowStream<T> & { readonly lines: number }

const MAX_ROW_ID = 2 ** 31 - 1

/**
 * Pairs from the values of a file, whatever its format; the row id is the line or row, counted from 0.
 * `parse` throws Unusable where there is no pair. `finish` adds notices once all rows have been read.
 */
export const pairStream = <Rest>(
  source: Source,
  values: AsyncIterable<Row<unknown>[]>,
  { subset = null, firstRowId = 0 }: PairOptions,
  parse: (value: unknown, rowId: number) => Rest & Pick<PairRecord, 'chosen' | 'rejected'>,
  finish: () => void = () => {},
): PairStream<Rest & PairRecord> => {
  let lines = 0
  let blank = 0

  const toPair = (row: Row<unknown>): Row<Rest & PairRecord> => {
    blank += row.line - lines - 1
    lines = row.line
    const rowId = firstRowId + row.line - 1
    if (!('record' in row)) return { ...row, rowId }
    try {
      if (rowId > MAX_ROW_ID) throw new Unusable(`row id ${rowId} is more than ${MAX_ROW_ID}`)
      return { line: row.line, record: { rowId, subset, ...parse(row.record, rowId) } }
    } catch (error) {
      if (!(error instanceof Unusable)) throw error
      return { line: row.line, rowId, reason: error.message }
    }
  }

  async function* rows(): AsyncGenerator<Row<Rest & PairRecord>[]> {
    for await (const batch of values) yield batch.map(toPair)
    if (lines === 0) throw new InvalidInput(`${source.file} is empty`)
    if (blank > 0)
      source.notices.push(`${source.file}: ${blank} blank lines have no pair; row ids count them`)
    finish()
  }

  return {
    rows: rows(),
    notices: source.notices,
    get lines() {
      return lines
    },
  }
}
