import { createHash } from 'node:crypto'
import pg from 'pg'
import type { Connection } from './connection.ts'
import { columnsOf, upsertSql } from './tables.ts'

const INT8 = 20
/** BIGINTs as numbers: what is read of them is masked to 32 bits in SQL. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: string) =>
    oid === INT8 && format !== 'binary' ? Number : pg.types.getTypeParser(oid, format as 'text'),
}

/** ?1 → $1 */
const numbered = (sql: string) => sql.replace(/\?(\d+)/g, '$$$1')

export const openPostgres = async (url: string): Promise<Connection> => {
  const client = new pg.Client({ connectionString: url, types, application_name: 'seal-graphql' })
  await client.connect()
  return {
    provider: 'postgresql',
    query: async (sql, parameters = []) => {
      const result = await client.query({ text: numbered(sql), values: [...parameters], rowMode: 'array' })
      return result.rows
    },
    columns: async (select, from, parameters = []) => {
      const inner = select.map(({ sql }, index) => `${sql} AS c${index}`)
      const outer = select.map((_, index) => `coalesce(json_agg(c${index}), '[]')`)
      const text = numbered(
        `SELECT ${outer.join(', ')} FROM (SELECT ${inner.join(', ')} ${from}) AS selected`,
      )
      const result = await client.query({ text, values: [...parameters], rowMode: 'array' })
      return result.rows[0]
    },
    upsert: async (table, rows, onConflict) => {
      if (rows.length === 0) return 0
      const columns = columnsOf(table)
      const arrays = columns.map((_, index) => rows.map((row) => row[index]))
      const source = `SELECT * FROM unnest(${columns.map(({ type }, index) => `$${index + 1}::${type}[]`).join(', ')})`
      const result = await client.query(upsertSql(table, source, onConflict), arrays)
      return result.rowCount ?? 0
    },
    transaction: async (mode, work) => {
      await client.query(mode === 'write' ? 'BEGIN' : 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
      try {
        const result = await work()
        await client.query('COMMIT')
        return result
      } catch (error) {
        // A lost connection rolls back by itself; what went wrong is the error that counts.
        await client.query('ROLLBACK').catch(() => undefined)
        throw error
      }
    },
    script: async (sql) => {
      await client.query(sql)
    },
    lock: async (name) => {
      // Of the session, which the server ends when this process is gone.
      const key = createHash('sha256').update(name).digest().readBigInt64BE().toString()
      const { rows } = await client.query('SELECT pg_try_advisory_lock($1) AS taken', [key])
      if (!rows[0].taken) return null
      return async () => void (await client.query('SELECT pg_advisory_unlock($1)', [key]))
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
