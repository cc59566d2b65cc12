import type { Interruption } from '../domain/interruption.ts'
import type { Stage } from '../domain/stage.ts'
import { type Patterns, patternsOf } from '../frame/patterns.ts'
import type { Slice } from '../frame/slice.ts'
import type { Couples } from '../stats/covariance.ts'
import { designOf } from '../stats/design.ts'
import { coSquares, type GroupedResponse, groupResponse, regroup } from '../stats/grouped-response.ts'
import { type Regression, regression } from './regression.ts'
import {
  columnsOf,
  labeledTerms,
  type Model,
  type ModelTerm,
  type Observations,
  remembered,
  withValues,
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

/** The pairs that a model has scored, with both rewards and their pattern. */
const scored = (slice: Slice, { stage, features }: Arguments) => {
  const { rows, patternOf } = patternsOf(slice, features)
  const rewards = slice.view.rewards(stage)
  return withValues(rows, patternOf, [rewards?.CHOSEN, rewards?.REJECTED])
}

/** By differences within the pair, which equals one intercept per pair. R: `lm(dy ~ 0 + dX)` */
const pairEffects = (slice: Slice, args: Arguments): Model => {
  const patterns = patternsOf(slice, args.features)
  const terms = termsOf(args.features, patterns, (feature) => {
    const other = patterns.values(feature, 'REJECTED')
    return patterns.values(feature, 'CHOSEN').map((value, pattern) => value - other[pattern])
  })
  const observations = (): Observations => {
    const { pairs, groups, values } = scored(slice, args)
    const [differences, rejected] = values
    for (let k = 0; k < pairs.length; k++) differences[k] -= rejected[k]
    return { pairs, each: [{ rowOf: groups, values: differences }] }
  }
  const { pairs, each } = observations()
  const rows = patterns.patterns
  return {
    method: 'WITHIN',
    terms: labeledTerms(terms),
    pairs: pairs.length,
    observed: {
      design: designOf(columnsOf(terms), { rows, intercept: false }),
      response: groupResponse(each[0].rowOf, each[0].values, { rows }),
      clusters: pairs.length,
    },
    observations,
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
const noEffects = (slice: Slice, args: Arguments): Model => {
  const { entries, patterns, ...of } = patternsOf(slice, args.features)
  const terms = termsOf(args.features, { entries, patterns, ...of }, entries.values)
  const entryOf = [entries.entryOf.CHOSEN, entries.entryOf.REJECTED] as const
  const { pairs, groups, values } = scored(slice, args)
  // About one of the rewards: their own size tells nothing under an intercept, and costs digits.
  const grouping = { rows: patterns, centre: values[0][0] ?? 0 }
  const sides = [
    groupResponse(groups, values[0], grouping),
    groupResponse(groups, values[1], grouping),
  ] as const
  const products = coSquares(groups, [values[0], values[1]], sides)
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
      couples: couplesOf(entryOf, sides, products),
    },
    observations: () => {
      const { pairs, groups, values } = scored(slice, args)
      const each = values.map((values, side) => ({
        rowOf: groups.map((pattern) => entryOf[side][pattern]),
        values,
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
