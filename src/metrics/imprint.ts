import type { Interruption } from '../domain/interruption.ts'
import type { Side } from '../domain/side.ts'
import type { Stage } from '../domain/stage.ts'
import { type Labeled, labeledIn } from '../frame/patterns.ts'
import type { Slice } from '../frame/slice.ts'
import type { Couples } from '../stats/covariance.ts'
import {
  coSquares,
  type GroupedResponse,
  groupResponse,
  type Observations,
  regroup,
} from '../stats/grouped-response.ts'
import { regression } from './regression.ts'
import {
  designOfTerms,
  labeledTerms,
  type Model,
  type ModelTerm,
  pairsWith,
  rememberedDesign,
  rememberedModel,
} from './regression-model.ts'
import { assertOptions, type RegressionOptions, wantedFeatures } from './regression-options.ts'
import type { Regression } from './regression-result.ts'

/** PAIR: the paper's fixed effect, one intercept per pair. NONE: one common intercept (the reference code). */
export const EFFECTS = ['PAIR', 'NONE'] as const
export type Effects = (typeof EFFECTS)[number]

type Arguments = { stage: Stage; features: readonly number[] }

/** Of each term its values, null for features that no pair is labeled with. */
const termsOf = (
  wanted: readonly number[],
  { features }: Labeled,
  values: (feature: number) => Int8Array,
): ModelTerm[] =>
  wanted.map((feature) => ({
    name: { feature, side: null, flip: null },
    values: features.includes(feature) ? () => values(feature) : null,
  }))

/** By differences within the pair, which equals one intercept per pair. R: `lm(dy ~ 0 + dX)` */
const pairEffects = (slice: Slice, { stage, features }: Arguments): Model => {
  const labeled = labeledIn(slice, features)
  const { patterns } = labeled
  const { differenceOf, count: rows, values } = patterns.differences
  const terms = termsOf(features, labeled, values)
  const column = slice.view.margin(stage)
  const pairs = pairsWith(slice, labeled, column)
  const byPattern = { rowOf: patterns.patternOf, column, at: pairs }
  const response = groupResponse(byPattern, { rows: patterns.count })
  return {
    method: 'WITHIN',
    terms: labeledTerms(terms),
    pairs: pairs.length,
    observed: {
      design: rememberedDesign(patterns, ['PAIR', ...labeled.features], () =>
        designOfTerms(terms, { rows, intercept: false }),
      ),
      response: regroup([{ response, rowOf: differenceOf }], rows),
      clusters: pairs.length,
    },
    get observations() {
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

/** Over all entries. R: `lm(y ~ X)` */
const noEffects = (slice: Slice, { stage, features }: Arguments): Model => {
  const labeled = labeledIn(slice, features)
  const { patterns } = labeled
  const { entryOf, count: rows, values } = patterns.entries
  const terms = termsOf(features, labeled, values)
  const pairs = pairsWith(slice, labeled, slice.view.margin(stage))
  const rewards = slice.view.rewards(stage)
  const observed = (side: Side): Observations => ({
    rowOf: patterns.patternOf,
    column: rewards?.[side] ?? new Float64Array(),
    at: pairs,
  })
  const byPattern = [observed('CHOSEN'), observed('REJECTED')] as const
  const places = [entryOf.CHOSEN, entryOf.REJECTED] as const
  // About one of the rewards: their own size tells nothing under an intercept, and costs digits.
  const centre = byPattern[0].column[pairs[0]] ?? 0
  const grouped = (side: Observations) => groupResponse(side, { rows: patterns.count, centre })
  const sides = [grouped(byPattern[0]), grouped(byPattern[1])] as const
  return {
    method: 'OLS',
    terms: labeledTerms(terms),
    pairs: pairs.length,
    observed: {
      design: rememberedDesign(patterns, ['NONE', ...labeled.features], () =>
        designOfTerms(terms, { rows, intercept: true }),
      ),
      response: regroup(
        sides.map((response, side) => ({ response, rowOf: places[side] })),
        rows,
      ),
      clusters: pairs.length,
      couples: couplesOf(places, sides, coSquares(byPattern, sides)),
    },
    get observations() {
      const each = byPattern.map((observations, side) => ({
        ...observations,
        rowOf: patterns.patternOf.map((pattern) => places[side][pattern]),
      }))
      return { pairs, each }
    },
  }
}

/** Equation 1: a model's rewards on the features of both entries of every pair that is complete. */
export const imprintModel = (slice: Slice, { effects, ...args }: Arguments & { effects: Effects }): Model =>
  rememberedModel(slice, ['imprints', effects, args.stage, ...args.features], () =>
    effects === 'PAIR' ? pairEffects(slice, args) : noEffects(slice, args),
  )

/** Feature imprint: what a model rewards. @throws InvalidInput, NotFound for options that can't be used */
export const imprints = (
  slice: Slice,
  { options, ...args }: { stage: Stage; effects: Effects; options: RegressionOptions },
  signal?: Interruption,
): Regression => {
  const { taxonomy } = slice.view.frame
  assertOptions(options)
  const features = wantedFeatures(taxonomy, options.features)
  return regression(imprintModel(slice, { ...args, features }), taxonomy, options, signal)
}
