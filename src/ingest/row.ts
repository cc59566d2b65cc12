/** What a line or row of a file can't be used for, told to people in the rejects file. */
export type Rejected = { line: number; at?: number; rowId?: number; reason: string }

/**
 * `line` counts from 1, as an editor shows the file: the line where the record begins; in Parquet, the row.
 * `at` is its place among the records, from 0, where that is not `line - 1`.
 */
export type Row<T> = { line: number; at?: number; record: T } | Rejected

/**
 * What every format reads a file into. The rows come in batches, in the order of the file; the header of
 * the file is checked before the first batch. Iterating throws InvalidInput when the file as a whole can't
 * be used, and CutShort, after the last usable row, when its end is missing.
 */
export type RowStream<T> = {
  rows: AsyncIterable<Row<T>[]>
  /** What a person should know that rejects no row. Complete when the rows have been read. */
  notices: readonly string[]
}

/** Thrown where a record turns out to be unusable; becomes a `Rejected` where its line is known. */
export class Unusable extends Error {}
