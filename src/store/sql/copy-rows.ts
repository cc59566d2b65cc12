import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from } from 'pg-copy-streams'
import type { Value } from './connection.ts'
import { columnsOf, type Table } from './tables.ts'

const ESCAPED: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** As COPY reads it: lines of cells with tabs between them. */
const cellOf = (value: Value): string => {
  if (value === null) return '\\N'
  return typeof value === 'string' ? value.replace(/[\\\n\r\t]/g, (letter) => ESCAPED[letter]) : String(value)
}

/**
 * Brings rows to a table of the connection's own, which is empty again after the transaction; returns its
 * name. COPY is the fastest way into PostgreSQL, but knows nothing of rows that are there already.
 */
export const copyRows = async (
  client: pg.Client,
  table: Table,
  rows: readonly (readonly Value[])[],
): Promise<string> => {
  const staged = `staged_${table.name}`
  const columns = columnsOf(table).map(({ name, type }) => `${name} ${type}`)
  await client.query(
    `CREATE TEMP TABLE IF NOT EXISTS ${staged} (${columns.join(', ')}) ON COMMIT DELETE ROWS`,
  )
  const text = rows.map((row) => `${row.map(cellOf).join('\t')}\n`).join('')
  await pipeline([Buffer.from(text)], client.query(from(`COPY ${staged} FROM STDIN`)))
  return staged
}
