import { SIDES } from '../domain/side.ts'
import { patternsOf } from '../frame/patterns.ts'
import type { Slice } from '../frame/slice.ts'
import { designOf } from '../stats/design.ts'
import { groupResponse } from '../stats/grouped-response.ts'
import {
  columnsOf,
  labeledTerms,
  type Method,
  type Model,
  type ModelTerm,
  withValue,
} from './regression-model.ts'

/**
 * One observation a pair, on the features of the chosen and of the rejected entry: the form of equations 2 and 3.
 * R: `y ~ Xc + Xr`.
 *
 * @param outcome A column of the frame; pairs where it is NaN are left out.
 */
export const bothEntriesModel = (
  slice: Slice,
  features: readonly number[],
  { method, outcome }: { method: Method; outcome: Float64Array },
): Model => {
  const patterns = patternsOf(slice, features)
  const terms = SIDES.flatMap((side) =>
    features.map(
      (feature): ModelTerm => ({
        name: { feature, side, flip: null },
        values: patterns.features.includes(feature) ? patterns.values(feature, side) : null,
      }),
    ),
  )
  const { pairs, groups } = withValue(patterns.rows, patterns.patternOf, outcome)
  const observations = { rowOf: groups, column: outcome, at: pairs }
  const rows = patterns.patterns
  return {
    method,
    terms: labeledTerms(terms),
    pairs: pairs.length,
    observed: {
      design: designOf(columnsOf(terms), { rows, intercept: true }),
      response: groupResponse(observations, { rows }),
      clusters: pairs.length,
    },
    observations: { pairs, each: [observations] },
  }
}
