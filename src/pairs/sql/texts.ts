import type { Outline } from '../../frame/frame.ts'
import { insertMatches } from '../../store/search-texts.ts'
import type { Connection } from '../../store/sql/connection.ts'
import { type Condition, conditionsIn } from '../terms.ts'
import type { TextRows } from './condition.ts'
import { cannot } from './unsupported.ts'

const TABLE = 'text_matches'

/** Searches that a connection's table keeps the pairs of. */
const KEPT = 64
const searches = new WeakMap<Connection, Map<string, number>>()

/** When no condition is in use. Returns whether there were any: what was written over them is void then. */
export const forgetManySearches = async (connection: Connection): Promise<boolean> => {
  const known = searches.get(connection)
  if (!known || known.size < KEPT) return false
  searches.delete(connection)
  await connection.script(`DROP TABLE ${TABLE}`)
  return true
}

/**
 * Pairs that have the texts of a condition, where they are: a table of the connection has their rows, so that each text is
 * searched once for all statements.
 */
export const searchedTexts = async (
  connection: Connection,
  { datasetId, dataRevision }: Outline,
  condition: Condition,
): Promise<TextRows> => {
  const rows = new Map<string, string>()
  for (const one of conditionsIn(condition)) {
    if (!('text' in one)) continue
    const known = searches.get(connection) ?? new Map<string, number>()
    if (known.size === 0)
      await connection.script(
        `CREATE TEMPORARY TABLE IF NOT EXISTS ${TABLE} (search int NOT NULL, row_id int NOT NULL)`,
      )
    searches.set(connection, known)
    const key = JSON.stringify([datasetId, dataRevision, one.text])
    const search = known.get(key) ?? known.size
    if (!known.has(key)) {
      const found = await insertMatches(connection, TABLE, { search, datasetId, text: one.text })
      if (!found) cannot('FOLDING')
      known.set(key, search)
    }
    rows.set(one.text, `SELECT row_id FROM ${TABLE} WHERE search = ${search}`)
  }
  return rows
}
