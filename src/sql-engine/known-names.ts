import { LRUCache } from 'lru-cache'
import type { PairFilter } from '../domain/pair-filter.ts'
import type { Outline } from '../frame/frame.ts'
import { type KnownNames, namesIn } from '../frame/known-names.ts'
import type { Connection } from '../store/sql/connection.ts'
import type { Sql } from './statement.ts'

/** Of each connection what was read of which revision's table. */
const remembered = new WeakMap<Connection, LRUCache<string, string[]>>()

/** What names a filter can have, of those kinds that it has: reading them goes through all pairs, or labels. */
export const knownNames = async (
  connection: Connection,
  { datasetId, taxonomy }: Outline,
  { table, filter }: { table: string; filter: PairFilter },
): Promise<KnownNames> => {
  const named = namesIn(filter)
  const known = remembered.get(connection) ?? new LRUCache<string, string[]>({ max: 32 })
  remembered.set(connection, known)
  const read = async (sql: Sql): Promise<string[]> => {
    const key = `${table} ${sql}`
    const names = known.get(key) ?? (await connection.query(sql)).map(([name]) => String(name))
    known.set(key, names)
    return names
  }
  /** Labels that were brought from elsewhere may have names that the taxonomy does not. */
  const listed = async (column: Sql, names: ReadonlySet<string>, own: readonly string[]) => {
    if ([...names].every((name) => own.includes(name))) return own
    const lists = `SELECT DISTINCT ${column} AS list FROM label WHERE dataset_id = ${datasetId}`
    const others = await read(
      `SELECT DISTINCT jsonb_array_elements_text(list::jsonb) FROM (${lists}) AS lists`,
    )
    return [...new Set([...own, ...others])]
  }
  return {
    taxonomy,
    subsets:
      named.subset.size > 0
        ? await read(`SELECT DISTINCT subset FROM ${table} WHERE subset IS NOT NULL`)
        : [],
    topics: await listed('topics', named.topic, taxonomy.topics),
    discriminations: await listed('discriminates_against', named.discrimination, taxonomy.discriminations),
  }
}
