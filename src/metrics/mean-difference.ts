import { type Condition, type Index, type NumberTerm, shiftOf } from '../pairs/terms.ts'
import { clusteredDifferenceVariance } from '../stats/clustered-sample.ts'
import { alignedShare, unscored } from './alignment.ts'
import { agreementShare, unknownPreference } from './labeler-agreement-rate.ts'
import { type Extent, extentOf } from './lacking.ts'
import type { Metric, Model } from './metric.ts'
import { withoutShift } from './reward-shift.ts'
import { ONE_PROMPT } from './samples.ts'

/** What the means are of: whether a model is aligned, whether the labeler agrees with the human, the reward shift. */
export type MeanOf =
  | { number: 'ALIGNED'; model: Model }
  | { number: 'AGREES'; labeler: Index }
  | { number: 'SHIFT'; before: Model; after: Model }

/** A mean of some pairs. */
type Part = { of: MeanOf; where: Condition }

export type MeanDifference = {
  /** Of each, and of the first less the second. */
  means: readonly [number | null, number | null]
  difference: number | null
  /** 0: the differences do not vary; null: nothing says how they do. */
  standardError: number | null
  /** Prompts of either. */
  prompts: number
  /** Of each, and of either. */
  counts: readonly [number, number]
  pairs: number
  reason: string | null
}

const termOf = (of: MeanOf): NumberTerm => {
  switch (of.number) {
    case 'ALIGNED':
      return alignedShare(of.model)
    case 'AGREES':
      return agreementShare(of.labeler)
    case 'SHIFT':
      return shiftOf(of.before.index, of.after.index)
  }
}

/** Why there may be no such number. */
const noneOf = (extent: Extent, of: MeanOf): string => {
  switch (of.number) {
    case 'ALIGNED':
      return unscored(extent, of.model)
    case 'AGREES':
      return unknownPreference(extent, of.labeler)
    case 'SHIFT':
      return withoutShift(extent, { ...of, labeler: -1 })
  }
}

/** A variance this small beside that of means that have nothing in common is rounding. */
const ROUNDING = 1e-12

/**
 * How far two means are apart, of models or of pairs. What both have of a prompt counts as such.
 * R: `vcovCL(lm(c(a, b) ~ which), cluster = c(promptA, promptB), type = 'HC1')`
 */
export const meanDifference: Metric<{ parts: readonly [Part, Part] }, MeanDifference> = async (
  { pairs },
  { parts: [first, second] },
) => {
  const [a, b] = [termOf(first.of), termOf(second.of)]
  const { samples, couples } = await pairs.byPrompt(
    [
      { term: a, where: first.where },
      { term: b, where: second.where },
      { term: a, where: { all: [first.where, second.where, { known: b }] } },
    ],
    [[0, 1]],
  )
  const [mine, theirs, shared] = samples
  const [couple] = couples
  const variance = clusteredDifferenceVariance(mine, theirs, couple)
  const apart = clusteredDifferenceVariance(mine, theirs, { ...couple, products: 0 })
  const isKnown = variance !== null && apart !== null && mine.mean !== null && theirs.mean !== null
  const missing = mine.count === 0 ? first.of : theirs.count === 0 ? second.of : null
  return {
    means: [mine.mean, theirs.mean],
    difference: mine.mean === null || theirs.mean === null ? null : mine.mean - theirs.mean,
    standardError: isKnown ? (variance > ROUNDING * apart ? Math.sqrt(variance) : 0) : null,
    prompts: couple.clusters,
    counts: [mine.count, theirs.count],
    pairs: mine.count + theirs.count - shared.count,
    reason: missing ? noneOf(await extentOf(pairs), missing) : isKnown ? null : ONE_PROMPT,
  }
}
