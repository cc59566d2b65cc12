import type { Interruption } from '../domain/interruption.ts'
import type { Side } from '../domain/side.ts'
import type { Stage } from '../domain/stage.ts'
import { type Combinations, labeledIn } from '../frame/patterns.ts'
import type { Slice } from '../frame/slice.ts'
import type { Couples } from '../stats/covariance.ts'
import { designOf } from '../stats/design.ts'
import {
  coSquares,
  type GroupedResponse,
  groupResponse,
  type Observations,
  regroup,
  unitOfAll,
} from '../stats/grouped-response.ts'
import { extentOf, lacking } from './lacking.ts'
import { regression } from './regression.ts'
import {
  type GroupedModel,
  type GroupedPairs,
  type Model,
  pairsWith,
  rememberedDesign,
  rememberedModel,
} from './regression-model.ts'
import { assertOptions, type RegressionOptions, wantedFeatures } from './regression-options.ts'
import type { Regression } from './regression-result.ts'

/** PAIR: the paper's fixed effect, one intercept per pair. NONE: one common intercept (the reference code). */
export const EFFECTS = ['PAIR', 'NONE'] as const
export type Effects = (typeof EFFECTS)[number]

const termsOf = ({ wanted, features }: GroupedPairs): Model['terms'] =>
  wanted.map((feature) => ({
    name: { feature, side: null, flip: null },
    labeled: features.includes(feature),
  }))

const pairDesign = rememberedDesign(({ differences }: Combinations, features: readonly number[]) =>
  designOf(features.map(differences.values), { rows: differences.count, intercept: false }),
)

/** By differences within the pair, which equals one intercept per pair. R: `lm(dy ~ 0 + dX)`. The response is by pattern. */
export const groupedPairEffects = (grouped: GroupedPairs, response: GroupedResponse): GroupedModel => {
  const { combinations, features, pairs } = grouped
  const { differenceOf, count: rows } = combinations.differences
  return {
    method: 'WITHIN',
    terms: termsOf(grouped),
    pairs,
    observed: {
      design: pairDesign(combinations, features),
      response: regroup([{ response, rowOf: differenceOf }], rows),
      clusters: pairs,
    },
  }
}

const pairEffects = (slice: Slice, stage: Stage, wanted: readonly number[]): Model => {
  const labeled = labeledIn(slice, wanted)
  const { patterns, features } = labeled
  const column = slice.view.margin(stage)
  const pairs = pairsWith(slice, labeled, column)
  const byPattern = { rowOf: patterns.patternOf, column, at: pairs }
  const grouped = { combinations: patterns, wanted, features, pairs: pairs.length }
  return {
    ...groupedPairEffects(grouped, groupResponse(byPattern, { rows: patterns.count })),
    get observations() {
      const { differenceOf } = patterns.differences
      const rowOf = patterns.patternOf.map((pattern) => differenceOf[pattern])
      return { pairs, each: [{ ...byPattern, rowOf }] }
    },
  }
}

/** Products of both entries' residuals, summed by pattern. */
const couplesOf =
  (
    [first, second]: readonly [Int32Array, Int32Array],
    [chosen, rejected]: readonly [GroupedResponse, GroupedResponse],
    products: Float64Array,
  ) =>
  (fitted: Float64Array): Couples => ({
    first,
    second,
    products: products.map(
      (within, pattern) =>
        within +
        chosen.count[pattern] *
          (chosen.mean[pattern] - fitted[first[pattern]]) *
          (rejected.mean[pattern] - fitted[second[pattern]]),
    ),
  })

/** Rewards of both entries by pattern, about one centre; `products`: Σ(chosen − its mean)(rejected − its mean). */
export type GroupedRewards = { sides: readonly [GroupedResponse, GroupedResponse]; products: Float64Array }

const entryDesign = rememberedDesign(({ entries }: Combinations, features: readonly number[]) =>
  designOf(features.map(entries.values), { rows: entries.count, intercept: true }),
)

/** Over all entries. R: `lm(y ~ X)` */
export const groupedNoEffects = (
  grouped: GroupedPairs,
  { sides, products }: GroupedRewards,
): GroupedModel => {
  const { combinations, features, pairs } = grouped
  const { entryOf, count: rows } = combinations.entries
  const places = [entryOf.CHOSEN, entryOf.REJECTED] as const
  return {
    method: 'OLS',
    terms: termsOf(grouped),
    pairs,
    observed: {
      design: entryDesign(combinations, features),
      response: regroup(
        sides.map((response, side) => ({ response, rowOf: places[side] })),
        rows,
      ),
      clusters: pairs,
      couples: couplesOf(places, sides, products),
    },
  }
}

const noEffects = (slice: Slice, stage: Stage, wanted: readonly number[]): Model => {
  const labeled = labeledIn(slice, wanted)
  const { patterns, features } = labeled
  const pairs = pairsWith(slice, labeled, slice.view.margin(stage))
  const rewards = slice.view.rewards(stage)
  const observed = (side: Side): Observations => ({
    rowOf: patterns.patternOf,
    column: rewards?.[side] ?? new Float64Array(),
    at: pairs,
  })
  const byPattern = [observed('CHOSEN'), observed('REJECTED')] as const
  // About one of the rewards: their own size tells nothing under an intercept, and costs digits.
  const unit = unitOfAll(byPattern)
  const centre = (byPattern[0].column[pairs[0]] ?? 0) / unit
  const about = (side: Observations) => groupResponse(side, { rows: patterns.count, centre, unit })
  const sides = [about(byPattern[0]), about(byPattern[1])] as const
  const grouped = { combinations: patterns, wanted, features, pairs: pairs.length }
  return {
    ...groupedNoEffects(grouped, { sides, products: coSquares(byPattern, sides) }),
    get observations() {
      const { entryOf } = patterns.entries
      const places = [entryOf.CHOSEN, entryOf.REJECTED]
      const each = byPattern.map((observations, side) => ({
        ...observations,
        rowOf: patterns.patternOf.map((pattern) => places[side][pattern]),
      }))
      return { pairs, each }
    },
  }
}

/** Equation 1: a model's rewards on the features of both entries of every pair that is complete. */
export const imprintModel = rememberedModel(
  (slice: Slice, effects: Effects, stage: Stage, features: readonly number[]) =>
    effects === 'PAIR' ? pairEffects(slice, stage, features) : noEffects(slice, stage, features),
)

/** Feature imprint: what a model rewards. @throws InvalidInput, NotFound for options that can't be used */
export const imprints = (
  slice: Slice,
  { stage, effects, options }: { stage: Stage; effects: Effects; options: RegressionOptions },
  signal?: Interruption,
): Regression => {
  const { taxonomy } = slice.view.frame
  assertOptions(options)
  const features = wantedFeatures(taxonomy, options.features)
  const lack = lacking(extentOf(slice), [stage, 'LABELS'])
  return regression(imprintModel(slice, effects, stage, features), { taxonomy, lack }, options, signal)
}
