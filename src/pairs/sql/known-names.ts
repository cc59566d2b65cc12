import { LRUCache } from 'lru-cache'
import { NotFound } from '../../domain/errors.ts'
import { inSlice } from '../../domain/in-slice.ts'
import type { Outline } from '../../frame/frame.ts'
import type { Connection } from '../../store/sql/connection.ts'
import { findAttribute } from '../attribute.ts'
import { type Condition, conditionsIn } from '../terms.ts'
import { attributeColumnsOf } from './attribute.ts'
import { dialectOf } from './dialect.ts'
import type { Sql } from './statement.ts'

/** Of each connection what was read of which revision's table. */
const remembered = new WeakMap<Connection, LRUCache<string, string[]>>()

const COLUMNS = { topics: 'topics', discriminations: 'discriminates_against' } as const
const WHAT = { topics: 'topic', discriminations: 'type of discrimination' } as const

const assertIn = (what: string, names: readonly string[], all: readonly string[]): void => {
  const known = new Set(all)
  for (const name of names) if (!known.has(name)) throw new NotFound(what, name, [...all].sort())
}

/**
 * That a condition names nothing but what there is: a slice that is empty for a slip of the pen looks like a finding.
 * Names are read only where there are some to compare: that goes through all pairs, or labels.
 *
 * @throws NotFound for a subset, an attribute or one of its texts, a topic or type of discrimination
 */
export const assertNames = async (
  connection: Connection,
  outline: Outline,
  { table, condition }: { table: string; condition: Condition },
): Promise<void> => {
  const { datasetId, taxonomy, attributes } = outline
  const known = remembered.get(connection) ?? new LRUCache<string, string[]>({ max: 32 })
  remembered.set(connection, known)
  const read = async (sql: Sql): Promise<string[]> => {
    const key = `${table} ${sql}`
    const names = known.get(key) ?? (await connection.query(sql)).map(([name]) => String(name))
    known.set(key, names)
    return names
  }
  const all = conditionsIn(condition)
  // First, so that an error says which slice it is of.
  for (const one of all) {
    if (!('slice' in one)) continue
    await assertNames(connection, outline, { table, condition: one.means }).catch((error) => {
      throw inSlice(one.slice, error)
    })
  }
  const subsets = all.flatMap((one) => ('subsets' in one ? one.subsets : []))
  if (subsets.length > 0)
    assertIn('subset', subsets, await read(`SELECT DISTINCT subset FROM ${table} WHERE subset IS NOT NULL`))
  for (const one of all) {
    if (!('attribute' in one) || !one.values) continue
    const attribute = findAttribute(attributes, one.attribute)
    if (attribute.kind !== 'TEXT') continue
    const columns = attributeColumnsOf(attribute).map((column) => `SELECT ${column} AS value FROM ${table}`)
    const distinct = `SELECT DISTINCT value FROM (${columns.join(' UNION ALL ')}) AS every WHERE value IS NOT NULL`
    assertIn(`value of "${one.attribute}"`, one.values, await read(distinct))
  }
  for (const list of ['topics', 'discriminations'] as const) {
    const names = all.flatMap((one) => ('list' in one && one.list === list ? one.names : []))
    if (names.every((name) => taxonomy[list].includes(name))) continue
    // Labels that came from elsewhere may have names that the taxonomy does not.
    const lists = `SELECT DISTINCT ${COLUMNS[list]} AS list FROM label WHERE dataset_id = ${datasetId}`
    const others = await read(
      `SELECT DISTINCT names.value FROM (${lists}) AS lists, ${dialectOf(connection).namesOf('list')}`,
    )
    assertIn(WHAT[list], names, [...new Set([...taxonomy[list], ...others])])
  }
}
