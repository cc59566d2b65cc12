import { SIDES } from '../domain/side.ts'
import { labeledIn } from '../frame/patterns.ts'
import type { Slice } from '../frame/slice.ts'
import { type GroupedResponse, groupResponse } from '../stats/grouped-response.ts'
import {
  designOfTerms,
  type GroupedModel,
  type GroupedPairs,
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
 * R: `y ~ Xc + Xr`. The response is by pattern.
 */
export const groupedBothEntries = (
  { combinations, wanted, features, pairs }: GroupedPairs,
  method: Method,
  response: GroupedResponse,
): GroupedModel => {
  const terms = SIDES.flatMap((side) =>
    wanted.map(
      (feature): ModelTerm => ({
        name: { feature, side, flip: null },
        values: features.includes(feature) ? () => combinations.values(feature, side) : null,
      }),
    ),
  )
  const design = rememberedDesign(combinations, ['BOTH', ...features], () =>
    designOfTerms(terms, { rows: combinations.count, intercept: true }),
  )
  return {
    method,
    terms: labeledTerms(terms),
    pairs,
    observed: { design, response, clusters: pairs },
  }
}

/**
 * The same of a slice.
 *
 * @param outcome A column of the frame; pairs where it is NaN are left out.
 */
export const bothEntriesModel = (
  slice: Slice,
  wanted: readonly number[],
  { method, outcome }: { method: Method; outcome: Float64Array },
): Model =>
  rememberedModel(slice, [method, ...wanted], () => {
    const labeled = labeledIn(slice, wanted)
    const { patterns, features } = labeled
    const pairs = pairsWith(slice, labeled, outcome)
    const observations = { rowOf: patterns.patternOf, column: outcome, at: pairs }
    const grouped = { combinations: patterns, wanted, features, pairs: pairs.length }
    return {
      ...groupedBothEntries(grouped, method, groupResponse(observations, { rows: patterns.count })),
      observations: { pairs, each: [observations] },
    }
  })
