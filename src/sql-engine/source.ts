import type { PairFilter } from '../domain/pair-filter.ts'
import type { Outline } from '../frame/frame.ts'
import { assertKnown } from '../frame/known-names.ts'
import type { TextMatches } from '../frame/select.ts'
import type { Subject } from '../frame/view.ts'
import type { Extent } from '../metrics/lacking.ts'
import type { Connection } from '../store/sql/connection.ts'
import { type Columns, columnsOf } from './columns.ts'
import { conditionOf } from './condition.ts'
import { knownNames } from './known-names.ts'
import { ensureProjection } from './projection.ts'
import { type Bind, every, type Sql, statement } from './statement.ts'

/** Some pairs of a revision as one audit sees them, for SQL. */
export type Source = {
  connection: Connection
  outline: Outline
  subject: Subject
  columns: Columns
  /** `p` is the row of a pair. */
  from(bind: Bind): Sql
  /** Which pairs are meant. */
  where(bind: Bind): Sql
}

type Meant = { subject: Subject; where: PairFilter | null; texts: TextMatches }

export const sourceOf = async (
  connection: Connection,
  outline: Outline,
  { subject, where, texts }: Meant,
): Promise<Source> => {
  const table = await ensureProjection(connection, outline)
  const columns = columnsOf(outline, subject, 'p')
  const { taxonomy } = outline
  if (where) assertKnown(where, await knownNames(connection, outline, { table, filter: where }))
  const condition = (bind: Bind) =>
    every([
      // All pairs are the dataset's own; that it is said lets its index give them in order.
      `p.dataset_id = ${outline.datasetId}`,
      ...(where ? [conditionOf(where, { columns, taxonomy, texts, bind })] : []),
    ])
  return { connection, outline, subject, columns, from: () => `${table} AS p`, where: condition }
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

/** How many pairs are meant, of how many. */
export const extentOf = async (source: Source): Promise<Extent> => {
  const { outline, subject } = source
  const pairs = await once(source, 'pairs', async () => {
    const [[count]] = await ask(source, (bind) => select(source, bind, { columns: ['count(*)'] }))
    return count as number
  })
  return { pairs, datasetPairs: outline.pairCount, subject, taxonomy: outline.taxonomy }
}

/** The rows of a statement. */
export const ask = ({ connection }: Pick<Source, 'connection'>, write: (bind: Bind) => Sql) => {
  const { sql, parameters } = statement(write)
  return connection.query(sql, parameters)
}

/** `SELECT … FROM` the pairs that are meant `WHERE` all conditions hold. */
export const select = (
  source: Pick<Source, 'from' | 'where'>,
  bind: Bind,
  {
    columns,
    conditions = [],
    rest = '',
  }: { columns: readonly Sql[]; conditions?: readonly Sql[]; rest?: Sql },
): Sql => {
  const all = [source.where(bind), ...conditions].map((condition) => `(${condition})`).join(' AND ')
  return `SELECT ${columns.join(', ')} FROM ${source.from(bind)} WHERE ${all} ${rest}`
}

/** The same by column, which takes less memory for many rows; `also`: of the pairs that another source means, too. */
export const askColumns = (
  source: Pick<Source, 'connection' | 'from' | 'where'>,
  columns: readonly Sql[],
  { conditions, rest, also }: { conditions: readonly Sql[]; rest: Sql; also?: Pick<Source, 'where'> },
): Promise<unknown[][]> => {
  const { sql, parameters } = statement((bind) =>
    select(source, bind, {
      columns: [],
      conditions: [...(also ? [also.where(bind)] : []), ...conditions],
      rest,
    }),
  )
  return source.connection.columns(
    columns.map((column) => ({ sql: column })),
    sql.replace(/^SELECT /, ''),
    parameters,
  )
}

/** GROUP BY the first so many columns. */
export const groupedBy = (columns: number): Sql =>
  `GROUP BY ${Array.from({ length: columns }, (_, index) => index + 1).join(', ')}`
