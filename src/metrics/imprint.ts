import type { Side } from '../domain/side.ts'
import type { Stage } from '../domain/stage.ts'
import { type Patterns, patternsOf } from '../frame/patterns.ts'
import type { Slice } from '../frame/slice.ts'
import { type Regression, regression } from './regression.ts'
import { type Model, type Observations, withValues } from './regression-model.ts'
import { assertOptions, type RegressionOptions, wantedFeatures } from './regression-options.ts'

/** PAIR: the paper's fixed effect, one intercept per pair. NONE: one common intercept (the reference code). */
export const EFFECTS = ['PAIR', 'NONE'] as const
export type Effects = (typeof EFFECTS)[number]

/** Of each term its values, null for features that no pair is labeled with. */
const termsOf = (
  wanted: readonly number[],
  { features }: Patterns,
  values: (feature: number) => Int8Array,
): Model['terms'] =>
  wanted.map((feature) => ({
    name: { feature, side: null, flip: null },
    values: features.includes(feature) ? values(feature) : null,
  }))

/**
 * Equation 1: rewards on the features of both entries of every complete pair. PAIR: by differences within the pair,
 * which equals one intercept per pair; R: `lm(dy ~ 0 + dX)`. NONE: over all entries; R: `lm(y ~ X)`.
 */
export const imprintModel = (
  slice: Slice,
  { stage, effects, features }: { stage: Stage; effects: Effects; features: readonly number[] },
): Model => {
  const patterns = patternsOf(slice, features)
  const { rows, patternOf, entries } = patterns
  const rewards = slice.view.rewards(stage)
  const chosen = (row: number) => rewards?.CHOSEN[row] ?? NaN
  const rejected = (row: number) => rewards?.REJECTED[row] ?? NaN
  if (effects === 'PAIR') {
    const { pairs, groups, values } = withValues(rows, patternOf, [(row) => chosen(row) - rejected(row)])
    const differences = (feature: number) => {
      const other = patterns.values(feature, 'REJECTED')
      return patterns.values(feature, 'CHOSEN').map((value, pattern) => value - other[pattern])
    }
    return {
      method: 'WITHIN',
      intercept: false,
      terms: termsOf(features, patterns, differences),
      rows: patterns.patterns,
      pairs,
      observations: [{ rowOf: groups, values: values[0] }],
    }
  }
  const { pairs, groups, values } = withValues(rows, patternOf, [chosen, rejected])
  const side = (of: Side, column: Float64Array): Observations => ({
    rowOf: groups.map((pattern) => entries.entryOf[of][pattern]),
    values: column,
  })
  return {
    method: 'OLS',
    intercept: true,
    terms: termsOf(features, patterns, entries.values),
    rows: entries.count,
    pairs,
    observations: [side('CHOSEN', values[0]), side('REJECTED', values[1])],
    alike: { groupOf: groups, groups: patterns.patterns },
  }
}

/** Feature imprint: what a model rewards. @throws InvalidInput, NotFound for options that can't be used */
export const imprints = (
  slice: Slice,
  { options, ...args }: { stage: Stage; effects: Effects; options: RegressionOptions },
): Regression => {
  const { taxonomy } = slice.view.frame
  assertOptions(options)
  const features = wantedFeatures(taxonomy, options.features)
  return regression(imprintModel(slice, { ...args, features }), taxonomy, options)
}
