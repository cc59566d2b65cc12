import { SIDES } from '../domain/side.ts'
import { combinationsOf } from '../frame/patterns.ts'
import type { GroupedPairs } from '../metrics/regression-model.ts'
import type { GroupedResponse } from '../stats/grouped-response.ts'
import { maskOf } from './bits.ts'
import { ask, askColumns, type Source, select } from './source.ts'
import type { Sql } from './statement.ts'

/** Which pairs a regression can use: those with all labels of the features that any pair has, and with an outcome. */
export type Usable = { features: readonly number[]; mask: bigint; conditions: readonly Sql[] }

const LOW = 0xffffffffn
/** A BIGINT as two numbers: the driver's are exact to 53 bits only. */
export const halves = (bits: Sql): Sql[] => [`(${bits}) & ${LOW}`, `(${bits}) >> 32`]

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

/** How pairs are told apart: by all that both labels say, or by what only one of them says. */
export type Told = 'BOTH' | 'APART'

/** What patterns are told apart by, and the numbers that it comes as: the two words of either side. */
export const patternKey = (source: Source, { mask }: Usable, told: Told) => {
  const [chosen, rejected] = SIDES.map((side) => source.columns.label(side, 'features'))
  const only = (mine: Sql, other: Sql) =>
    `${mine} ${told === 'APART' ? `& (~${other})` : ''} & ${mask}::bigint`
  const bits = [only(chosen, rejected), only(rejected, chosen)]
  return { bits, words: bits.flatMap(halves) }
}

/** Pairs by pattern, column by column: the words of the key, how many pairs there are, and what else was asked for. */
export type PatternColumns = { key: number[][]; count: number[]; values: number[][] }

const KEY_LENGTH = 4

export const patternColumns = async (
  source: Source,
  { usable, told }: { usable: Usable; told: Told },
  aggregates: readonly Sql[],
): Promise<PatternColumns> => {
  const { bits, words } = patternKey(source, usable, told)
  const columns = (await askColumns(source, [...words, 'count(*)', ...aggregates], {
    conditions: usable.conditions,
    rest: `GROUP BY ${bits.join(', ')} ORDER BY ${bits.join(', ')}`,
  })) as number[][]
  return {
    key: columns.slice(0, KEY_LENGTH),
    count: columns[KEY_LENGTH],
    values: columns.slice(KEY_LENGTH + 1),
  }
}

/** What patterns are for a regression. */
export const groupedPairs = (
  source: Source,
  { wanted, usable, patterns }: { wanted: readonly number[]; usable: Usable; patterns: PatternColumns },
): GroupedPairs => {
  const [c0, c1, r0, r1] = patterns.key.map((word) => Uint32Array.from(word))
  return {
    combinations: combinationsOf({ CHOSEN: [c0, c1], REJECTED: [r0, r1] }, source.columns.fields),
    wanted,
    features: usable.features,
    pairs: patterns.count.reduce((sum, count) => sum + count, 0),
  }
}

/** Mean and Σ(y − mean)² of a value. Equal values have no spread, whatever rounding says. */
export const responseOf = (value: Sql): Sql[] => {
  const same = `min(${value}) = max(${value})`
  return [
    `CASE WHEN ${same} THEN min(${value}) ELSE avg(${value}) END`,
    `CASE WHEN ${same} THEN 0 ELSE var_pop(${value}) * count(*) END`,
  ]
}

/** The response of values that were less `centre` already. */
export const responseFrom = (
  count: readonly number[],
  [mean, squares]: readonly (readonly number[])[],
  centre = 0,
): GroupedResponse => ({
  unit: 1,
  centre,
  count: Float64Array.from(count),
  mean: Float64Array.from(mean),
  squares: Float64Array.from(squares),
})
