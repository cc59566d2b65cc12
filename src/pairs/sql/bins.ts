import { type Binned, type Domain, edgesOver, noCounts } from '../../stats/binning.ts'
import { scoreOf, sigmoid } from '../../stats/sigmoid.ts'
import type { Axis } from '../pairs.ts'
import type { NumberTerm } from '../terms.ts'
import { ask, groupedBy, type Source, select } from './source.ts'
import type { Bind, Sql } from './statement.ts'

/** What is binned. Probabilities by their scores: exp of PostgreSQL fails where it vanishes. */
const scoresOf = ({ terms }: Source, term: NumberTerm): Sql =>
  terms.number(term.number === 'PROBABILITY' ? { ...term, number: 'REWARD' } : term)

/** Where the values begin that belong to each bin. */
const beginsOf = ({ of }: Axis, edges: readonly number[]): number[] =>
  of.number === 'PROBABILITY' ? edges.map(scoreOf) : [...edges]

/** Which of the bins from 0 a value lies in: the last one is closed. */
const binOf = ({ terms }: Source, value: Sql, begins: readonly number[], bind: Bind): Sql => {
  const rank = terms.dialect.rankAmong(value, begins, bind)
  return `${terms.dialect.least(rank, String(begins.length - 1))} - 1`
}

type Conditions = (bind: Bind) => readonly Sql[]

/** The smallest and the largest of what is binned, over the rows that have all of it. */
const rangesOf = async (source: Source, axes: readonly Axis[], conditions: Conditions) => {
  const columns = axes
    .map(({ of }) => scoresOf(source, of))
    .flatMap((value) => [`min(${value})`, `max(${value})`])
  const [row] = (await ask(source, (bind) =>
    select(source, bind, { columns, conditions: conditions(bind) }),
  )) as number[][]
  return axes.map(({ of }, index): Domain | null => {
    const [low, high] = row.slice(2 * index)
    if (low === null) return null
    return of.number === 'PROBABILITY' ? [sigmoid(low), sigmoid(high)] : [low, high]
  })
}

/** `Pairs.bins`; `conditions` are those of the pairs that are counted. */
export const binned = async (
  source: Source,
  axes: readonly Axis[],
  restricted: Conditions,
): Promise<Binned> => {
  const values = axes.map(({ of }) => scoresOf(source, of))
  const conditions: Conditions = (bind) => [
    ...values.map((value) => `${value} IS NOT NULL`),
    ...restricted(bind),
  ]
  const ranges = axes.every(({ domain }) => domain)
    ? axes.map(({ domain }) => domain ?? null)
    : await rangesOf(source, axes, conditions)
  const edges = axes.map((axis, index) => edgesOver(ranges[index], axis))
  const none = axes.map((): number[] => [])
  const nothing = { edges: none, counts: noCounts(none) }
  if (edges.some(({ length }) => length === 0)) return nothing
  const rows = (await ask(source, (bind) =>
    select(source, bind, {
      columns: [
        ...values.map((value, index) => binOf(source, value, beginsOf(axes[index], edges[index]), bind)),
        'count(*)',
      ],
      conditions: conditions(bind),
      rest: groupedBy(values.length),
    }),
  )) as number[][]
  if (rows.length === 0) return nothing
  const counts = noCounts(edges)
  for (const row of rows) {
    const [x, y] = axes.length === 1 ? [row[0], 0] : row
    counts[y][x] += row[axes.length]
  }
  return { edges, counts }
}
