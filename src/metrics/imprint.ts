import type { Interruption } from '../domain/interruption.ts'
import { SIDES } from '../domain/side.ts'
import type { Stage } from '../domain/stage.ts'
import { type Patterns, patternsOf } from '../frame/patterns.ts'
import type { Slice } from '../frame/slice.ts'
import type { Couples } from '../stats/covariance.ts'
import { designOf } from '../stats/design.ts'
import {
  coSquares,
  type GroupedResponse,
  groupResponse,
  type Observations,
  regroup,
} from '../stats/grouped-response.ts'
import { type Regression, regression } from './regression.ts'
import {
  columnsOf,
  labeledTerms,
  type Model,
  type ModelTerm,
  remembered,
  withValue,
} from './regression-model.ts'
import { assertOptions, type RegressionOptions, wantedFeatures } from './regression-options.ts'

/** PAIR: the paper's fixed effect, one intercept per pair. NONE: one common intercept (the reference code). */
export const EFFECTS = ['PAIR', 'NONE'] as const
export type Effects = (typeof EFFECTS)[number]

type Arguments = { stage: Stage; features: readonly number[] }

/** Of each term its values, null for features that no pair is labeled with. */
const termsOf = (
  wanted: readonly number[],
  { features }: Patterns,
  values: (feature: number) => Int8Array,
): ModelTerm[] =>
  wanted.map((feature) => ({
    name: { feature, side: null, flip: null },
    values: features.includes(feature) ? values(feature) : null,
  }))

/** The pairs that a model has scored, with their pattern. */
const scored = (slice: Slice, { rows, patternOf }: Patterns, stage: Stage) =>
  withValue(rows, patternOf, slice.view.margin(stage))

/** By differences within the pair, which equals one intercept per pair. R: `lm(dy ~ 0 + dX)` */
const pairEffects = (slice: Slice, { stage, features }: Arguments): Model => {
  const patterns = patternsOf(slice, features)
  const { differenceOf, count, values } = patterns.differences
  const terms = termsOf(features, patterns, values)
  const { pairs, groups } = scored(slice, patterns, stage)
  const byPattern = { rowOf: groups, column: slice.view.margin(stage), at: pairs }
  const response = groupResponse(byPattern, { rows: patterns.patterns })
  return {
    method: 'WITHIN',
    terms: labeledTerms(terms),
    pairs: pairs.length,
    observed: {
      design: designOf(columnsOf(terms), { rows: count, intercept: false }),
      response: regroup([{ response, rowOf: differenceOf }], count),
      clusters: pairs.length,
    },
    get observations() {
      return { pairs, each: [{ ...byPattern, rowOf: groups.map((pattern) => differenceOf[pattern]) }] }
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
  const patterns = patternsOf(slice, features)
  const { entries } = patterns
  const terms = termsOf(features, patterns, entries.values)
  const entryOf = [entries.entryOf.CHOSEN, entries.entryOf.REJECTED] as const
  const { pairs, groups } = scored(slice, patterns, stage)
  const rewards = slice.view.rewards(stage)
  const byPattern = SIDES.map((side) => ({
    rowOf: groups,
    column: rewards?.[side] ?? new Float64Array(),
    at: pairs,
  })) as [Observations, Observations]
  // About one of the rewards: their own size tells nothing under an intercept, and costs digits.
  const centre = pairs.length > 0 ? byPattern[0].column[pairs[0]] : 0
  const [chosen, rejected] = byPattern.map((side) => groupResponse(side, { rows: patterns.patterns, centre }))
  const sides = [chosen, rejected] as const
  const rows = entries.count
  return {
    method: 'OLS',
    terms: labeledTerms(terms),
    pairs: pairs.length,
    observed: {
      design: designOf(columnsOf(terms), { rows, intercept: true }),
      response: regroup(
        sides.map((response, side) => ({ response, rowOf: entryOf[side] })),
        rows,
      ),
      clusters: pairs.length,
      couples: couplesOf(entryOf, sides, coSquares(byPattern, sides)),
    },
    get observations() {
      const each = byPattern.map((observations, side) => ({
        ...observations,
        rowOf: groups.map((pattern) => entryOf[side][pattern]),
      }))
      return { pairs, each }
    },
  }
}

/** Equation 1: a model's rewards on the features of both entries of every pair that is complete. */
export const imprintModel = (slice: Slice, { effects, ...args }: Arguments & { effects: Effects }): Model =>
  remembered(slice, ['imprints', effects, args.stage, ...args.features], () =>
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
