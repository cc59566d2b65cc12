import { PREFERENCES } from '../domain/preference.ts'
import { REGIMES } from '../domain/regime.ts'
import {
  type ShiftSelection,
  type ShiftSummary,
  shiftSummaryOf,
  withoutShift,
} from '../metrics/reward-shift.ts'
import { circularSummaryOf } from '../stats/circular.ts'
import { signTestOfCounts } from '../stats/sign-test.ts'
import { extentOf, once, type Source } from './source.ts'
import type { Sql } from './statement.ts'
import { type Piece, piecesOf, summaryOf, type Values } from './summary.ts'

const anglesOf = (source: Values['source'], value: Sql, keys: readonly Sql[]): Values => ({
  source,
  value,
  range: [-180, 180],
  keys,
  sums: [
    `sin(${value} * ${Math.PI / 180}::float8)`,
    `cos(${value} * ${Math.PI / 180}::float8)`,
    `(${value} > 0)::int`,
    `(${value} < 0)::int`,
  ],
})

/** `none` says why there is no piece. */
type Summarized = { pieces: readonly Piece[]; conditions: readonly Sql[]; none: () => Promise<string> }

const summarized = async (values: Values, { pieces, conditions, none }: Summarized) => {
  const summary = await summaryOf(values, pieces, conditions)
  const [sines, cosines, positive, negative] = [0, 1, 2, 3].map((index) =>
    pieces.reduce((sum, { sums }) => sum + sums[index], 0),
  )
  const circular =
    summary.count === 0
      ? { mean: null, resultantLength: null }
      : circularSummaryOf(sines / summary.count, cosines / summary.count)
  return shiftSummaryOf(summary, circular, {
    signTest: signTestOfCounts(positive, negative),
    none: summary.count === 0 ? await none() : '',
  })
}

/** Of angles in degrees; `value` is null where there is none; `none`: why there may be none at all. */
export const angleSummary = async (
  source: Values['source'],
  value: Sql,
  none: () => Promise<string>,
): Promise<ShiftSummary> => {
  const values = anglesOf(source, value, [])
  return summarized(values, { pieces: await piecesOf(values), conditions: [], none })
}

/** Which pairs are meant, as conditions. */
export const selected = ({ columns }: Source, { regime, preference }: ShiftSelection): Sql[] => [
  ...(regime ? [isOneOf(columns.regime, regime, REGIMES)] : []),
  ...(preference ? [isOneOf(columns.preference, preference, PREFERENCES)] : []),
]

const isOneOf = <T>(value: Sql, wanted: readonly T[], all: readonly T[]): Sql =>
  wanted.length === 0 ? 'false' : `${value} IN (${wanted.map((one) => all.indexOf(one)).join(', ')})`

/** Definition 1 over a slice. The median is exact: it is looked up where a histogram says that it lies. */
export const rewardShift = async (source: Source, selection: ShiftSelection): Promise<ShiftSummary> => {
  const { columns } = source
  const values = anglesOf(source, columns.shift, [columns.regime, columns.preference])
  const { regime, preference } = selection
  const all = await once(source, 'shifts', () => piecesOf(values))
  const pieces = all.filter(
    ({ keys: [inRegime, preferred] }) =>
      (!regime || regime.some((one) => REGIMES.indexOf(one) === inRegime)) &&
      (!preference || preference.some((one) => PREFERENCES.indexOf(one) === preferred)),
  )
  const none = async () => withoutShift(await extentOf(source), selection)
  return summarized(values, { pieces, conditions: selected(source, selection), none })
}
