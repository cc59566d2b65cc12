import { SIDES, type Side } from '../domain/side.ts'
import { combinationsOf } from '../frame/patterns.ts'
import type { GroupedPairs } from '../metrics/regression-model.ts'
import type { GroupedResponse } from '../stats/grouped-response.ts'
import { maskOf } from './columns.ts'
import { ask, type Source, select } from './source.ts'
import type { Sql } from './statement.ts'

/** Which pairs a regression can use: those with all labels of the features that any pair has, and with an outcome. */
export type Usable = { features: readonly number[]; mask: bigint; conditions: readonly Sql[] }

const LOW = 0xffffffffn
/** A BIGINT as two numbers: the driver's are exact to 53 bits only. */
export const halves = (bits: Sql): Sql[] => [`(${bits}) & ${LOW}`, `(${bits}) >> 32`]

const maskedLabel = ({ columns }: Source, side: Side, mask: bigint): Sql =>
  `${columns.label(side, 'features')} & ${mask}::bigint`

/** Which of some features the pairs of a source are labeled with, where all of `known` are. */
export const featuresKnown = async (
  source: Pick<Source, 'connection' | 'from' | 'where'>,
  {
    fields,
    wanted,
    known,
  }: { fields: Source['columns']['fields']; wanted: readonly number[]; known: readonly Sql[] },
): Promise<number[]> => {
  const [[low, high]] = (await ask(source, (bind) =>
    select(source, bind, { columns: halves(`bit_or(${known.join(' & ')})`) }),
  )) as [number | null, number | null][]
  const found = (BigInt(high ?? 0) << 32n) | BigInt(low ?? 0)
  return wanted.filter((feature) => (found & maskOf(fields, [feature])) !== 0n)
}

export const usablePairs = async (
  source: Source,
  wanted: readonly number[],
  outcome: Sql,
): Promise<Usable> => {
  const { fields, label } = source.columns
  const known = SIDES.map((side) => label(side, 'known'))
  const features = await featuresKnown(source, { fields, wanted, known })
  const mask = maskOf(fields, features)
  const complete = `${known.join(' & ')} & ${mask}::bigint = ${mask}::bigint`
  return {
    features,
    mask,
    conditions: features.length === 0 ? ['false'] : [complete, `${outcome} IS NOT NULL`],
  }
}

/** What patterns are told apart by, and the four numbers that it comes as. */
export const patternKey = (source: Source, { mask }: Usable) => {
  const bits = SIDES.map((side) => maskedLabel(source, side, mask))
  return { bits, numbers: bits.flatMap(halves) }
}

/** As many rows as there are patterns, with `count(*)` and aggregates behind the four numbers of the key. */
export const patternRows = (
  source: Source,
  usable: Usable,
  aggregates: (bind: Parameters<Source['where']>[0]) => readonly Sql[],
): Promise<number[][]> => {
  const { bits, numbers } = patternKey(source, usable)
  return ask(source, (bind) =>
    select(source, bind, {
      columns: [...numbers, 'count(*)', ...aggregates(bind)],
      conditions: usable.conditions,
      rest: `GROUP BY ${bits.join(', ')} ORDER BY ${bits.join(', ')}`,
    }),
  ) as Promise<number[][]>
}

export const KEY_LENGTH = 4

/** What rows of patterns are for a regression. */
export const groupedPairs = (
  source: Source,
  { wanted, usable, rows }: { wanted: readonly number[]; usable: Usable; rows: readonly number[][] },
): GroupedPairs => {
  const word = (index: number) => Uint32Array.from(rows, (row) => row[index])
  const words = { CHOSEN: [word(0), word(1)], REJECTED: [word(2), word(3)] }
  return {
    combinations: combinationsOf(words, source.columns.fields),
    wanted,
    features: usable.features,
    pairs: rows.reduce((sum, row) => sum + row[KEY_LENGTH], 0),
  }
}

/** Mean, Σ(y − mean)² and range of a value: what `responseAt` reads. */
export const responseOf = (value: Sql): Sql[] => [
  `avg(${value})`,
  `var_pop(${value}) * count(*)`,
  `min(${value})`,
  `max(${value})`,
]

/** The response whose aggregates begin at a column; values are less `centre` already. */
export const responseAt = (
  rows: readonly number[][],
  { count = KEY_LENGTH, first, centre = 0 }: { count?: number; first: number; centre?: number },
): GroupedResponse => {
  const isConstant = (row: readonly number[]) => row[first + 2] === row[first + 3]
  return {
    centre,
    count: Float64Array.from(rows, (row) => row[count]),
    // Equal values have no spread, whatever rounding says.
    mean: Float64Array.from(rows, (row) => (isConstant(row) ? row[first + 2] : row[first])),
    squares: Float64Array.from(rows, (row) => (isConstant(row) ? 0 : row[first + 1])),
  }
}
