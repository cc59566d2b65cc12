import type { Outline } from '../../frame/frame.ts'
import type { Connection } from '../../store/sql/connection.ts'
import type { Condition, Index } from '../terms.ts'
import { conditionOf } from './condition.ts'
import { dialectOf } from './dialect.ts'
import { assertNames } from './known-names.ts'
import { ensureProjection } from './projection.ts'
import { type Bind, type Bound, every, type Sql, statement } from './statement.ts'
import { type Rows, type Terms, termsOf } from './terms.ts'
import { searchedTexts } from './texts.ts'

/** Some pairs of a revision, for SQL. */
export type Source = {
  connection: Connection
  outline: Outline
  terms: Terms
  /** Where entries of either version come from. */
  tables: Rows
  /** `p` is the row of a pair; of rewritten ones, `w` is that of what the rewriter made of it. */
  from(bind: Bind): Sql
  /** Which pairs are meant. */
  where(bind: Bind): Sql
  /** Whether a condition holds of a pair. */
  holds(condition: Condition, bind: Bind): Sql
}

/** Where rows come from, and which. */
export type Selection = Pick<Source, 'connection' | 'from' | 'where'>

/** @throws NotFound for names that the dataset does not have */
export const sourceOf = async (
  connection: Connection,
  outline: Outline,
  where: Condition | null,
): Promise<Source> => {
  const table = await ensureProjection(connection, outline)
  const terms = termsOf(outline, { ORIGINAL: 'p', REWRITTEN: null }, dialectOf(connection))
  if (where) await assertNames(connection, outline, { table, condition: where })
  const texts = where ? await searchedTexts(connection, outline, where) : new Map()
  const holds = (condition: Condition, bind: Bind) => conditionOf(condition, { terms, texts, bind })
  const meant = (bind: Bind) =>
    every([
      // All pairs are the dataset's own; that it is said lets its index give them in order.
      `p.dataset_id = ${outline.datasetId}`,
      ...(where ? [holds(where, bind)] : []),
    ])
  const tables = { ORIGINAL: table, REWRITTEN: null }
  return { connection, outline, terms, tables, from: () => `${table} AS p`, where: meant, holds }
}

/** Those of the pairs for which a condition holds. */
export const matchingSource = (source: Source, condition: Condition): Source => ({
  ...source,
  where: (bind) => every([source.where(bind), source.holds(condition, bind)]),
})

/** Those of the pairs on which the human had a preference. */
export const decidedSource = (source: Source): Source => ({
  ...source,
  where: (bind) => every([source.where(bind), `${source.terms.code({ code: 'TIE' })} = 0`]),
})

/** Those of the pairs that a rewriter (its index) rewrote. */
export const rewrittenSource = async (source: Source, rewriter: Index): Promise<Source> => {
  const { connection, outline } = source
  const table = await ensureProjection(connection, outline, outline.rewriters[rewriter].variantId)
  const from = (bind: Bind) =>
    `${source.from(bind)} JOIN ${table} AS w ON w.dataset_id = p.dataset_id AND w.row_id = p.row_id`
  const terms = termsOf(outline, { ORIGINAL: 'p', REWRITTEN: 'w' }, source.terms.dialect)
  const holds = (condition: Condition, bind: Bind) =>
    conditionOf(condition, { terms, texts: new Map(), bind })
  return { ...source, from, terms, holds, tables: { ...source.tables, REWRITTEN: table } }
}

const remembered = new WeakMap<Source, Map<string, Promise<unknown>>>()

/** What several questions about a source need, computed once; failures are not remembered. */
export const once = <T>(source: Source, name: string, compute: () => Promise<T>): Promise<T> => {
  const known = remembered.get(source) ?? new Map<string, Promise<unknown>>()
  remembered.set(source, known)
  const result = known.get(name) ?? compute()
  known.set(name, result)
  result.catch(() => known.delete(name))
  return result as Promise<T>
}

/** The rows of a statement. */
export const ask = ({ connection }: Pick<Source, 'connection'>, write: (bind: Bind) => Sql) => {
  const { sql, parameters } = statement(write)
  return connection.query(sql, parameters)
}

type Selected = { columns: readonly Sql[]; conditions?: readonly Sql[]; rest?: Sql }

/** `SELECT … FROM` the pairs that are meant `WHERE` all conditions hold. */
export const select = (
  source: Pick<Source, 'from' | 'where'>,
  bind: Bind,
  { columns, conditions = [], rest = '' }: Selected,
): Sql => {
  const all = [source.where(bind), ...conditions].map((condition) => `(${condition})`).join(' AND ')
  return `SELECT ${columns.join(', ')} FROM ${source.from(bind)} WHERE ${all} ${rest}`
}

/** The same by column, which takes less memory for many rows. */
export const askColumns = (
  source: Selection,
  columnsOf: Bound,
  { conditions, rest }: { conditions: Bound; rest: Sql },
): Promise<unknown[][]> => {
  let columns: readonly Sql[] = []
  const { sql, parameters } = statement((bind) => {
    columns = columnsOf(bind)
    return select(source, bind, { columns: [], conditions: conditions(bind), rest })
  })
  return source.connection.columns(
    columns.map((column) => ({ sql: column, float: true })),
    sql.replace(/^SELECT /, ''),
    parameters,
  )
}

/** GROUP BY the first so many columns. */
export const groupedBy = (columns: number): Sql =>
  columns === 0 ? '' : `GROUP BY ${Array.from({ length: columns }, (_, index) => index + 1).join(', ')}`
