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
  type Observations,
  withValues,
} from './regression-model.ts'

/** An outcome of pairs: what it is made of, by the frame's rows; pairs without one of them are left out. */
export type Outcome = {
  columns: readonly (Float64Array | undefined)[]
  of: (values: Float64Array[]) => Float64Array
}

/**
 * One observation a pair, on the features of the chosen and of the rejected entry: the form of equations 2 and 3.
 * R: `y ~ Xc + Xr`.
 */
export const bothEntriesModel = (
  slice: Slice,
  features: readonly number[],
  { method, outcome }: { method: Method; outcome: Outcome },
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
  const observations = (): Observations => {
    const { pairs, groups, values } = withValues(patterns.rows, patterns.patternOf, outcome.columns)
    return { pairs, each: [{ rowOf: groups, values: outcome.of(values) }] }
  }
  const { pairs, each } = observations()
  const rows = patterns.patterns
  return {
    method,
    terms: labeledTerms(terms),
    pairs: pairs.length,
    observed: {
      design: designOf(columnsOf(terms), { rows, intercept: true }),
      response: groupResponse(each[0].rowOf, each[0].values, { rows }),
      clusters: pairs.length,
    },
    observations,
  }
}
