import type { Provider } from '../database-url.ts'
import type { OnConflict, Table } from './tables.ts'

export type Value = string | number | bigint | boolean | null
export type Parameter = Value | readonly number[] | readonly string[]

/** A column to read: an expression, and whether it is a floating-point number. */
export type Selected = { sql: string; float?: boolean }

export type Release = () => Promise<void>

/**
 * One connection to the database for what Prisma is too slow for: writing and reading rows by the
 * hundred thousand. Parameters are written ?1, ?2 … in the SQL, for both databases. What the database can't do
 * for now is thrown as Unavailable: it is not reached, busy, too slow, or its disk is full.
 */
export type Connection = {
  provider: Provider
  /** Rows as arrays in the order of the columns. BIGINTs come as numbers: mask them to 32 bits. */
  query(sql: string, parameters?: readonly Parameter[]): Promise<unknown[][]>
  /**
   * The same by column, as arrays of one length in no particular order: aggregated to JSON in the database,
   * because a call into the driver for each row costs more than reading it.
   */
  columns(select: readonly Selected[], from: string, parameters?: readonly Parameter[]): Promise<unknown[][]>
  /** Writes rows with distinct keys, in the order of the table's columns; returns how many changed. */
  upsert(table: Table, rows: readonly (readonly Value[])[], onConflict: OnConflict): Promise<number>
  /**
   * All or nothing; a reading transaction sees one state of the database. Where another transaction stands
   * in the way, `work` is done again: it must be fit for that.
   */
  transaction<T>(mode: 'read' | 'write', work: () => Promise<T>): Promise<T>
  /** Several statements without parameters. */
  script(sql: string): Promise<void>
  /**
   * Takes a lock of a name, held by nobody else until it is released or this process ends, however it ends.
   * Null: somebody else holds it.
   */
  lock(name: string): Promise<Release | null>
  /** Has the database give up what it is doing for this connection, if it can: that then fails. */
  interrupt(): Promise<void>
  close(): Promise<void>
}
