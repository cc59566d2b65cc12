import { Unavailable } from '../../domain/errors.ts'
import { SIDES, type Side } from '../../domain/side.ts'
import type { Outline } from '../../frame/frame.ts'
import { ORIGINAL } from '../../store/catalog.ts'
import type { Connection } from '../../store/sql/connection.ts'
import { angleBetween } from './angle.ts'
import { attributeColumnsOf } from './attribute.ts'
import { type Dialect, dialectOf } from './dialect.ts'
import {
  LABEL_COLUMNS,
  labelColumn,
  measureColumn,
  preferenceColumn,
  projectionName,
  revisionOf,
  rewardColumn,
  similarityColumn,
} from './names.ts'
import { preferenceOf } from './preference.ts'
import type { Sql } from './statement.ts'

type Column = { name: string; type: 'text' | 'boolean' | 'float8' | 'bigint' | 'int'; sql: Sql }

/** Where the columns of labels come from; an empty list is nothing. */
const LABELS = {
  features: { type: 'bigint', sql: 'features' },
  known: { type: 'bigint', sql: 'known' },
  topics: { type: 'text', sql: "nullif(topics, '[]')" },
  discriminations: { type: 'text', sql: "nullif(discriminates_against, '[]')" },
} as const

/** Columns that are pivoted: several rows of a pair become one. */
const rewardsOf = ({ models }: Outline): Column[] =>
  models.flatMap(({ id }) =>
    SIDES.map((side) => ({
      name: rewardColumn(id, side),
      type: 'float8' as const,
      sql: `max(score) FILTER (WHERE model_id = ${id} AND side = '${side}')`,
    })),
  )

const labelsOf = ({ labelers }: Outline): Column[] =>
  labelers.flatMap(({ id }) =>
    SIDES.flatMap((side) =>
      LABEL_COLUMNS.map((column) => ({
        name: labelColumn(id, side, column),
        type: LABELS[column].type,
        sql: `max(${LABELS[column].sql}) FILTER (WHERE labeler_id = ${id} AND side = '${side}')`,
      })),
    ),
  )

const measuredOf = (dialect: Dialect, { measures }: Outline): Column[] =>
  measures.flatMap((_, measure) =>
    SIDES.map((side) => ({
      name: measureColumn(measure, side),
      type: 'float8' as const,
      sql: `max(${dialect.numberAt('numbers', measure)}) FILTER (WHERE side = '${side}')`,
    })),
  )

/** Angles between the dataset's own models, which most questions are about, are computed once. */
const shiftOf = (dialect: Dialect, { models, defaults: { pre, post } }: Outline): Sql => {
  const [before, after] = [models[pre], models[post]]
  if (!before || !after) return 'CAST(NULL AS float8)'
  const vector = ({ id }: { id: number }) => SIDES.map((side) => rewardColumn(id, side))
  return angleBetween(dialect, vector(before), vector(after))
}

const ATTRIBUTE = { TEXT: 'text', NUMBER: 'float8', BOOLEAN: 'text' } as const

/** What came with pairs and entries, each a column of its own. */
const attributesOf = (dialect: Dialect, { attributes }: Outline): Column[] =>
  attributes.flatMap((attribute) => {
    const { id, kind, scope } = attribute
    const from = scope === 'PAIR' ? ['base'] : SIDES.map((side) => side.toLowerCase())
    return attributeColumnsOf(attribute).map((name, index) => {
      const text = dialect.jsonText(`${from[index]}.attributes`, `${id}`)
      return { name, type: ATTRIBUTE[kind], sql: kind === 'NUMBER' ? `CAST(${text} AS float8)` : text }
    })
  })

/** The original entries of each side, where they have attributes. */
const attributedEntries = ({ attributes }: Outline): Sql => {
  if (attributes.every(({ scope }) => scope === 'PAIR')) return ''
  const entries = (side: Side) =>
    `LEFT JOIN (SELECT dataset_id, row_id, attributes FROM entry
       WHERE dataset_id = ?1 AND variant_id = ${ORIGINAL} AND side = '${side}') AS ${side.toLowerCase()} USING (dataset_id, row_id)`
  return SIDES.map(entries).join(' ')
}

const ofPairs = (dialect: Dialect, outline: Outline): Column[] => [
  { name: 'subset', type: 'text', sql: 'base.subset' },
  { name: 'group_key', type: 'bigint', sql: 'base.group_key' },
  // The first pair of its prompt, and how many there are.
  { name: 'prompt', type: 'int', sql: 'min(base.row_id) OVER (PARTITION BY base.group_key)' },
  { name: 'siblings', type: 'int', sql: 'count(*) OVER (PARTITION BY base.group_key) - 1' },
  { name: 'tie', type: 'int', sql: 'CAST(base.tie AS int)' },
  ...attributesOf(dialect, outline),
  {
    name: 'rewritten',
    type: 'boolean',
    sql: 'EXISTS (SELECT 1 FROM rewrite WHERE rewrite.dataset_id = base.dataset_id AND rewrite.row_id = base.row_id)',
  },
  { name: 'shift', type: 'float8', sql: shiftOf(dialect, outline) },
  ...outline.labelers.map(({ id }) => ({
    name: preferenceColumn(id),
    type: 'int' as const,
    sql: preferenceOf(outline, id),
  })),
]

const ofRewrites: Column[] = SIDES.map((side) => ({
  name: similarityColumn(side),
  type: 'float8',
  sql: `base.${similarityColumn(side)}`,
}))

const pivot = (table: string, columns: readonly Column[]): Sql => {
  const selected = columns.map(({ name, sql }) => `, ${sql} AS ${name}`).join('')
  return `SELECT dataset_id, row_id${selected} FROM ${table} WHERE dataset_id = ?1 AND variant_id = ?2
    GROUP BY dataset_id, row_id`
}

/** A bigger or smaller score, squared or divided, leaves the range of numbers. */
const EXTREME = (column: Sql) => `(${column} <> 0 AND abs(${column}) NOT BETWEEN 1e-60 AND 1e60)`

const build = async (connection: Connection, outline: Outline, variantId: number): Promise<void> => {
  const table = projectionName(outline, variantId)
  const [rewards, labels] = [rewardsOf(outline), labelsOf(outline)]
  const measured = measuredOf(dialectOf(connection), outline)
  const original = variantId === ORIGINAL
  const own = original ? ofPairs(dialectOf(connection), outline) : ofRewrites
  const columns = [...own, ...rewards, ...labels, ...measured]
  const definitions = columns.map(({ name, type }) => `, ${name} ${type}`).join('')
  const extreme = (await connection.query(
    `SELECT score FROM reward WHERE dataset_id = ?1 AND variant_id = ?2 AND ${EXTREME('score')} LIMIT 1`,
    [outline.datasetId, variantId],
  )) as [number][]
  if (extreme.length > 0) {
    throw new Unavailable(
      `the SQL engine can't compute with a reward of ${extreme[0][0]}: they may be from 1e-60 to 1e60 in size; SEAL_ENGINE=columns takes any`,
    )
  }
  await connection.script(
    `CREATE TABLE ${table} (dataset_id int NOT NULL, row_id int NOT NULL${definitions}, PRIMARY KEY (dataset_id, row_id))`,
  )
  const selected = [
    'base.dataset_id',
    'base.row_id',
    ...own.map(({ sql }) => sql),
    ...[...rewards, ...labels, ...measured].map(({ name }) => name),
  ]
  const base = original
    ? `pair AS base ${attributedEntries(outline)}`
    : '(SELECT * FROM rewrite WHERE dataset_id = ?1 AND variant_id = ?2) AS base'
  await connection.query(
    `INSERT INTO ${table} SELECT ${selected.join(', ')} FROM ${base}
     LEFT JOIN (${pivot('reward', rewards)}) AS rewards USING (dataset_id, row_id)
     LEFT JOIN (${pivot('label', labels)}) AS labels USING (dataset_id, row_id)
     LEFT JOIN (${pivot(`(${dialectOf(connection).numbers('measured')}) AS measured`, measured)}) AS measured USING (dataset_id, row_id)
     WHERE base.dataset_id = ?1`,
    [outline.datasetId, variantId],
  )
  await connection.script(`ANALYZE ${table}`)
  const [[revision]] = await connection.query(
    'SELECT coalesce(data_revision, 0) FROM dataset WHERE id = ?1',
    [outline.datasetId],
  )
  if (revision !== outline.dataRevision) throw revised()
}

export const revised = () =>
  new Unavailable('the dataset has been revised while the question was answered: ask again')

/** Of earlier revisions; a table that somebody still reads from is left for the next time. */
const dropEarlier = async (connection: Connection, { datasetId, dataRevision }: Outline): Promise<void> => {
  const { tables, dropPatiently } = dialectOf(connection)
  for (const [table] of (await connection.query(tables)) as [string][]) {
    const made = revisionOf(table, datasetId)
    if (made === null || made >= dataRevision) continue
    const drop = () => connection.script(dropPatiently(table))
    await connection.transaction('write', drop).catch(() => undefined)
  }
}

/** Of each connection the projections that are known to be there. */
const known = new WeakMap<Connection, Set<string>>()

export const forgetProjections = (connection: Connection): void => void known.delete(connection)

/**
 * A table with everything that is computed from, one row a pair: built by the first who asks about a revision.
 *
 * @throws Unavailable when the dataset has been revised since, or has scores that can't be computed with
 */
export const ensureProjection = async (
  connection: Connection,
  outline: Outline,
  variantId: number = ORIGINAL,
): Promise<string> => {
  const table = projectionName(outline, variantId)
  const there = known.get(connection) ?? new Set()
  known.set(connection, there)
  if (there.has(table)) return table
  const { tables, lockTable } = dialectOf(connection)
  // Not to_regclass: it can go by what was so when this transaction began.
  const exists = async () => (await connection.query(tables)).some(([name]) => name === table)
  if (!(await exists())) {
    await connection.transaction('write', async () => {
      // One builds, the others wait.
      if (lockTable) await connection.query(lockTable, [table])
      if (!(await exists())) await build(connection, outline, variantId)
    })
    await dropEarlier(connection, outline)
  }
  there.add(table)
  return table
}
