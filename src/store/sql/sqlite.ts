import Database from 'libsql'
import { sqlitePath } from '../database-url.ts'
import { readableError } from '../unavailable.ts'
import type { Connection, Selected, Value } from './connection.ts'
import { lockFile } from './file-lock.ts'
import { retryContention } from './retry-contention.ts'
import { columnsOf, type Table, upsertSql } from './tables.ts'

/** Rows per statement: fewer calls into the native module, which cost more than the rows. */
const ROWS = 100

const withReadableErrors = <T>(work: () => T): T => {
  try {
    return work()
  } catch (error) {
    throw readableError(error)
  }
}

/** SQLite's own JSON has only 15 digits of a number; with 17 it comes back as it was. It prints NULL as 0. */
const jsonArray = ({ float }: Selected, index: number) =>
  float
    ? `'[' || coalesce(group_concat(iif(c${index} IS NULL, 'null', printf('%!.17g', c${index}))), '') || ']'`
    : `json_group_array(c${index})`

/** libsql is synchronous: use it where nothing else waits, in a command or in a worker. */
export const openSqlite = (url: string): Connection => {
  // Another process may be writing: wait for it rather than fail.
  const database = withReadableErrors(() => new Database(sqlitePath(url), { timeout: 10_000 }))
  const script = (sql: string) => withReadableErrors(() => database.exec(sql))
  script('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;')
  const statements = new Map<string, Database.Statement>()
  const prepare = (sql: string) => {
    const statement = statements.get(sql) ?? database.prepare(sql)
    statements.set(sql, statement)
    return statement
  }
  const placeholders = (table: Table, rows: number) => {
    const row = `(${columnsOf(table)
      .map(() => '?')
      .join(', ')})`
    return `VALUES ${Array(rows).fill(row).join(', ')}`
  }
  const bind = (value: unknown) => (Array.isArray(value) ? JSON.stringify(value) : value)
  const all = (sql: string, parameters: readonly unknown[]) =>
    withReadableErrors(() => {
      const statement = prepare(sql)
      const values = parameters.map(bind)
      if (statement.reader) return statement.raw(true).all(...values) as unknown[][]
      statement.run(...values)
      return []
    })
  return {
    provider: 'sqlite',
    query: async (sql, parameters = []) => all(sql, parameters),
    columns: async (select, from, parameters = []) => {
      const inner = select.map(({ sql }, index) => `${sql} AS c${index}`)
      // As bytes: the driver ends the process where a text of a damaged file is no UTF-8.
      const arrays = select.map((column, index) => `CAST(${jsonArray(column, index)} AS BLOB)`)
      const sql = `SELECT ${arrays.join(', ')} FROM (SELECT ${inner.join(', ')} ${from})`
      const [texts] = all(sql, parameters) as Buffer[][]
      return texts.map((text) => JSON.parse(text.toString('utf8')))
    },
    upsert: async (table, rows, onConflict) => {
      const write = (chunk: readonly (readonly Value[])[]) =>
        withReadableErrors(
          () =>
            prepare(upsertSql(table, placeholders(table, chunk.length), onConflict)).run(...chunk.flat())
              .changes,
        )
      let changed = 0
      const whole = rows.length - (rows.length % ROWS)
      for (let start = 0; start < whole; start += ROWS) changed += write(rows.slice(start, start + ROWS))
      for (let row = whole; row < rows.length; row++) changed += write([rows[row]])
      return changed
    },
    transaction: (mode, work) => {
      const once = async () => {
        try {
          script(mode === 'write' ? 'BEGIN IMMEDIATE' : 'BEGIN')
          const result = await work()
          script('COMMIT')
          return result
        } catch (error) {
          // A disk that is full, among others, has rolled it back already.
          if (database.inTransaction) script('ROLLBACK')
          throw error
        }
      }
      // Each try has waited for the timeout above.
      return retryContention(once, () => 200 * Math.random())
    },
    script: async (sql) => void script(sql),
    lock: async (name) => withReadableErrors(() => lockFile(`${sqlitePath(url)}-locks`, name)),
    // It does nothing while anything else runs.
    interrupt: async () => undefined,
    close: async () => {
      statements.clear()
      database.close()
    },
  }
}
