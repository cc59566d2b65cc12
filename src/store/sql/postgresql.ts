import { createHash } from 'node:crypto'
import pg from 'pg'
import { readableError } from '../unavailable.ts'
import type { Connection } from './connection.ts'
import { copyRows } from './copy-rows.ts'
import { postgresOptions } from './postgresql-options.ts'
import { retryContention } from './retry-contention.ts'
import { columnsOf, type Table, upsertSql } from './tables.ts'

const INT8 = 20
/** BIGINTs as numbers: what is read of them is masked to 32 bits in SQL. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: string) =>
    oid === INT8 && format !== 'binary' ? Number : pg.types.getTypeParser(oid, format as 'text'),
}

/** Rows for which another way than a statement's parameters is worth while. */
const MANY = 500

/** ?1 → $1 */
const numbered = (sql: string) => sql.replace(/\?(\d+)/g, '$$$1')

/** @throws Unavailable when the server can't be reached, or can't do it now. */
export const openPostgres = async (url: string): Promise<Connection> => {
  const client = new pg.Client({ ...postgresOptions(url), types })
  // The next query on a lost connection fails; until then it is no reason to end the process.
  client.on('error', () => undefined)
  const throwReadable = (error: unknown): never => {
    throw readableError(error)
  }
  await client.connect().catch(throwReadable)
  const run = (text: string, values: readonly unknown[] = []) =>
    client.query({ text, values: [...values] }).catch(throwReadable)
  const rowsOf = async (sql: string, values: readonly unknown[]): Promise<unknown[][]> => {
    const query = { text: numbered(sql), values: [...values], rowMode: 'array' } as const
    return (await client.query<unknown[]>(query).catch(throwReadable)).rows
  }
  let inTransaction = false
  /** Tables into which rows came that are there already: most likely, more of them will come. */
  const repeated = new Set<Table>()
  return {
    provider: 'postgresql',
    query: (sql, parameters = []) => rowsOf(sql, parameters),
    columns: async (select, from, parameters = []) => {
      const inner = select.map(({ sql }, index) => `${sql} AS c${index}`)
      const outer = select.map((_, index) => `coalesce(json_agg(c${index}), '[]')`)
      const sql = `SELECT ${outer.join(', ')} FROM (SELECT ${inner.join(', ')} ${from}) AS selected`
      const [row] = await rowsOf(sql, parameters)
      return row as unknown[][]
    },
    upsert: async (table, rows, onConflict) => {
      if (rows.length === 0) return 0
      if (inTransaction && rows.length >= MANY && !repeated.has(table)) {
        if (await copyRows(client, table, rows).catch(throwReadable)) return rows.length
        repeated.add(table)
      }
      const columns = columnsOf(table)
      const arrays = columns.map((_, index) => rows.map((row) => row[index]))
      const source = `SELECT * FROM unnest(${columns.map(({ type }, index) => `$${index + 1}::${type}[]`).join(', ')})`
      const result = await run(upsertSql(table, source, onConflict), arrays)
      return result.rowCount ?? 0
    },
    transaction: (mode, work) => {
      const once = async () => {
        try {
          await run(mode === 'write' ? 'BEGIN' : 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
          inTransaction = true
          const result = await work()
          await run('COMMIT')
          return result
        } catch (error) {
          // A lost connection rolls back by itself; what went wrong is the error that counts.
          await client.query('ROLLBACK').catch(() => undefined)
          throw error
        } finally {
          inTransaction = false
        }
      }
      return retryContention(once, (tries) => 2 ** tries * 10 * Math.random())
    },
    script: async (sql) => {
      await client.query(sql).catch(throwReadable)
    },
    lock: async (name) => {
      // Of the session, which the server ends when this process is gone.
      const key = createHash('sha256').update(name).digest().readBigInt64BE().toString()
      const { rows } = await run('SELECT pg_try_advisory_lock($1) AS taken', [key])
      if (!rows[0].taken) return null
      return async () => void (await run('SELECT pg_advisory_unlock($1)', [key]))
    },
    interrupt: async () => {
      const other = new pg.Client({ connectionString: url, application_name: 'seal-graphql' })
      await other.connect()
      const { processID } = client as unknown as { processID: number }
      await other.query('SELECT pg_cancel_backend($1)', [processID]).finally(() => other.end())
    },
    close: () => client.end(),
  }
}
