import { SIDES } from '../domain/side.ts'
import { type Combinations, labeledIn } from '../frame/patterns.ts'
import type { Slice } from '../frame/slice.ts'
import { designOf } from '../stats/design.ts'
import { type GroupedResponse, groupResponse } from '../stats/grouped-response.ts'
import {
  type GroupedModel,
  type GroupedPairs,
  type Method,
  type Model,
  pairsWith,
  rememberedDesign,
  rememberedModel,
} from './regression-model.ts'

/** All slices of a dataset share its patterns, and with them their designs. */
const bothDesign = rememberedDesign((combinations: Combinations, features: readonly number[]) =>
  designOf(
    SIDES.flatMap((side) => features.map((feature) => combinations.values(feature, side))),
    { rows: combinations.count, intercept: true },
  ),
)

/**
 * One observation a pair, on the features of the chosen and of the rejected entry: the form of equations 2 and 3.
 * R: `y ~ Xc + Xr`. The response is by pattern.
 */
export const groupedBothEntries = (
  { combinations, wanted, features, pairs }: GroupedPairs,
  method: Method,
  response: GroupedResponse,
): GroupedModel => ({
  method,
  terms: SIDES.flatMap((side) =>
    wanted.map((feature) => ({
      name: { feature, side, flip: null },
      labeled: features.includes(feature),
    })),
  ),
  pairs,
  observed: { design: bothDesign(combinations, features), response, clusters: pairs },
})

/**
 * The same of a slice.
 *
 * @param outcome A column of the frame; pairs where it is NaN are left out.
 */
export const bothEntriesModel = rememberedModel(
  (slice: Slice, wanted: readonly number[], method: Method, outcome: Float64Array): Model => {
    const labeled = labeledIn(slice, wanted)
    const { patterns, features } = labeled
    const pairs = pairsWith(slice, labeled, outcome)
    const observations = { rowOf: patterns.patternOf, column: outcome, at: pairs }
    const grouped = { combinations: patterns, wanted, features, pairs: pairs.length }
    return {
      ...groupedBothEntries(grouped, method, groupResponse(observations, { rows: patterns.count })),
      observations: { pairs, each: [observations] },
    }
  },
)
