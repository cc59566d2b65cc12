import type { Provider } from '../database-url.ts'
import type { Table } from './tables.ts'

export type Value = string | number | bigint | boolean | null

/** How an insert treats a row whose key is there already. */
export type OnConflict = 'update' | 'keep'

/**
 * One connection to the database for what Prisma is too slow for: writing and reading rows by the
 * hundred thousand. Parameters are written ?1, ?2 … in the SQL, for both databases.
 */
export type Connection = {
  provider: Provider
  /** Rows as arrays in the order of the columns. BIGINTs come as numbers: mask them to 32 bits. */
  query(sql: string, parameters?: readonly (Value | readonly number[])[]): Promise<unknown[][]>
  /** Writes rows with distinct keys, in the order of the table's columns; returns how many changed. */
  upsert(table: Table, rows: readonly (readonly Value[])[], onConflict: OnConflict): Promise<number>
  /** All or nothing; a reading transaction sees one state of the database. */
  transaction<T>(mode: 'read' | 'write', work: () => Promise<T>): Promise<T>
  /** Several statements without parameters. */
  script(sql: string): Promise<void>
  close(): Promise<void>
}
