import { SIDES } from '../domain/side.ts'
import { labeledIn } from '../frame/patterns.ts'
import type { Slice } from '../frame/slice.ts'
import { groupResponse } from '../stats/grouped-response.ts'
import {
  designOfTerms,
  labeledTerms,
  type Method,
  type Model,
  type ModelTerm,
  pairsWith,
  rememberedDesign,
  rememberedModel,
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
): Model =>
  rememberedModel(slice, [method, ...features], () => {
    const labeled = labeledIn(slice, features)
    const { patterns } = labeled
    const terms = SIDES.flatMap((side) =>
      features.map(
        (feature): ModelTerm => ({
          name: { feature, side, flip: null },
          values: labeled.features.includes(feature) ? () => patterns.values(feature, side) : null,
        }),
      ),
    )
    const pairs = pairsWith(slice, labeled, outcome)
    const observations = { rowOf: patterns.patternOf, column: outcome, at: pairs }
    const rows = patterns.count
    return {
      method,
      terms: labeledTerms(terms),
      pairs: pairs.length,
      observed: {
        design: rememberedDesign(patterns, ['BOTH', ...labeled.features], () =>
          designOfTerms(terms, { rows, intercept: true }),
        ),
        response: groupResponse(observations, { rows }),
        clusters: pairs.length,
      },
      observations: { pairs, each: [observations] },
    }
  })
