import { SIDES } from '../../domain/side.ts'
import { findAttribute } from '../attribute.ts'
import type { NameCount, ValueCount } from '../pairs.ts'
import type { Index, ListName } from '../terms.ts'
import { attributeColumnsOf } from './attribute.ts'
import { ask, groupedBy, type Source, select } from './source.ts'

/** `Pairs.names` */
export const countNames = async (source: Source, list: ListName, labeler: Index): Promise<NameCount[]> => {
  const [chosen, rejected] = SIDES.map((side) =>
    source.terms.label({ labeler, side, version: 'ORIGINAL' }, list),
  )
  const rows = (await ask(source, (bind) => {
    // Equal lists are common: each is read once.
    const alike = select(source, bind, {
      columns: [`${chosen} AS chosen`, `${rejected} AS rejected`, 'count(*) AS n'],
      conditions: [`${chosen} IS NOT NULL OR ${rejected} IS NOT NULL`],
      rest: groupedBy(2),
    })
    const { namesOf } = source.terms.dialect
    const named = ['chosen', 'rejected'].map(
      (side, index) =>
        `SELECT chosen, rejected, n, names.value AS name, ${index} AS side FROM alike, ${namesOf(side)}`,
    )
    return `WITH alike AS (${alike})
      SELECT name, CAST(sum(n) AS bigint), CAST(sum(n * sides) AS bigint) FROM (
        SELECT name, n, count(DISTINCT side) AS sides FROM (${named.join(' UNION ALL ')}) AS named
        GROUP BY name, chosen, rejected, n
      ) AS listed GROUP BY name`
  })) as [string, number, number][]
  return rows.map(([key, pairs, entries]) => ({ key, pairs, entries }))
}

/** `Pairs.subsets` */
export const countSubsets = async (source: Source): Promise<NameCount[]> => {
  const subset = `${source.terms.row}.subset`
  const rows = (await ask(source, (bind) =>
    select(source, bind, {
      columns: [subset, 'count(*)'],
      conditions: [`${subset} IS NOT NULL`],
      rest: groupedBy(1),
    }),
  )) as [string, number][]
  return rows.map(([key, pairs]) => ({ key, pairs, entries: pairs }))
}

/** `Pairs.attributeValues` @throws NotFound */
export const countValues = async (source: Source, name: string): Promise<ValueCount[]> => {
  const attribute = findAttribute(source.outline.attributes, name)
  if (attribute.kind === 'NUMBER') return []
  const [chosen, rejected = chosen] = attributeColumnsOf(attribute).map(
    (column) => `${source.terms.row}.${column}`,
  )
  const rows = (await ask(source, (bind) =>
    select(source, bind, {
      columns: [chosen, rejected, 'count(*)'],
      rest: `GROUP BY ${chosen}, ${rejected}`,
    }),
  )) as [string | null, string | null, number][]
  const counts = new Map<string, ValueCount>()
  const add = (key: string | null, on: 'chosen' | 'rejected' | 'both', pairs: number) => {
    if (key === null) return
    const count = counts.get(key) ?? { key, chosen: 0, rejected: 0, both: 0 }
    counts.set(key, { ...count, [on]: count[on] + pairs })
  }
  for (const [a, b, pairs] of rows) {
    add(a, 'chosen', pairs)
    add(b, 'rejected', pairs)
    if (a === b) add(a, 'both', pairs)
  }
  return [...counts.values()]
}
