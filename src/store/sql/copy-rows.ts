import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from } from 'pg-copy-streams'
import type { Value } from './connection.ts'
import { columnsOf, type Table } from './tables.ts'

const ESCAPED: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** As COPY reads it. */
const cellOf = (value: Value): string => {
  if (value === null) return '\\N'
  return typeof value === 'string' ? value.replace(/[\\\n\r\t]/g, (letter) => ESCAPED[letter]) : String(value)
}

const UNIQUE_VIOLATION = '23505'

/**
 * Writes rows by COPY, the fastest way into PostgreSQL, which knows only new ones. False: the key of one of
 * them is there already, and none was written. To be called in a transaction.
 */
export const copyRows = async (
  client: pg.Client,
  table: Table,
  rows: readonly (readonly Value[])[],
): Promise<boolean> => {
  const columns = columnsOf(table).map(({ name }) => name)
  const text = rows.map((row) => `${row.map(cellOf).join('\t')}\n`).join('')
  await client.query('SAVEPOINT copy')
  try {
    const copy = client.query(from(`COPY ${table.name} (${columns.join(', ')}) FROM STDIN`))
    await pipeline([Buffer.from(text)], copy)
  } catch (error) {
    if ((error as { code?: string }).code !== UNIQUE_VIOLATION) throw error
    await client.query('ROLLBACK TO copy')
    return false
  }
  await client.query('RELEASE copy')
  return true
}
