import { SIDES } from '../domain/side.ts'
import { patternsOf } from '../frame/patterns.ts'
import type { Slice } from '../frame/slice.ts'
import { type Method, type Model, withValues } from './regression-model.ts'

/**
 * One observation a pair, on the features of the chosen and of the rejected entry: the form of equations 2 and 3.
 * R: `y ~ Xc + Xr`.
 *
 * @param outcome Of the pair at a row of the frame; NaN where it is unknown.
 */
export const bothEntriesModel = (
  slice: Slice,
  features: readonly number[],
  { method, outcome }: { method: Method; outcome: (row: number) => number },
): Model => {
  const patterns = patternsOf(slice, features)
  const { pairs, groups, values } = withValues(patterns.rows, patterns.patternOf, [outcome])
  return {
    method,
    intercept: true,
    terms: SIDES.flatMap((side) =>
      features.map((feature) => ({
        name: { feature, side, flip: null },
        values: patterns.features.includes(feature) ? patterns.values(feature, side) : null,
      })),
    ),
    rows: patterns.patterns,
    pairs,
    observations: [{ rowOf: groups, values: values[0] }],
  }
}
