import { InvalidInput } from '../domain/errors.ts'
import type { Flip } from '../domain/flip.ts'
import { SIDES, type Side } from '../domain/side.ts'
import type { Pairs } from '../pairs/pairs.ts'
import {
  alignedBy,
  FLIP_CODES,
  type Index,
  type Labels,
  type NumberTerm,
  scoredBy,
  VERSIONS,
} from '../pairs/terms.ts'
import type { Summary } from '../stats/summary.ts'
import { type Alignment, alignedShare, alignmentOf } from './alignment.ts'
import { byCode } from './counts.ts'
import { type Heatmap, type Histogram, heatmap, histogram } from './histogram.ts'
import { extentOf, lackingRewritten, type Need, rewardsOf } from './lacking.ts'
import type { Metric, Model } from './metric.ts'
import { CIRCLE, type ShiftSummary, summarizedShift } from './reward-shift.ts'
import { sampledByPrompt } from './samples.ts'

/** What one rewriter (its index) did to a slice. */
type Rewritten = { rewriter: Index }

/** Why nothing is known of the rewritten pairs of a slice. */
const without = async (pairs: Pairs, rewritten: Pairs, needs: readonly Need[], none: string) =>
  lackingRewritten(await extentOf(pairs), await rewritten.size(), needs) ?? none

/** How many pairs were rewritten, and of how many the target features stayed what they were on both sides. */
export const rewritingPairs: Metric<
  Rewritten & { labeler: Index },
  { pairs: number; keptPairs: number }
> = async ({ pairs }, { rewriter, labeler }) => {
  const [changed, kept] = await byCode(await pairs.rewrittenBy(rewriter), { code: 'KEEPS_TARGETS', labeler })
  return { pairs: changed + kept, keptPairs: kept }
}

/** Alignment before and after, on the pairs that the model has scored both times. */
export const rewritingAlignment: Metric<
  Rewritten & { model: Model },
  { before: Alignment; after: Alignment }
> = async ({ pairs, ties }, { rewriter, model }) => {
  const rewritten = await pairs.rewrittenBy(rewriter)
  const cells = await rewritten.count(VERSIONS.map((version) => alignedBy(model.index, version)))
  const sampled = await sampledByPrompt(
    rewritten,
    VERSIONS.map((version) => ({
      term: alignedShare(model, version),
      where: { all: VERSIONS.map((one) => scoredBy(model.index, one)) },
    })),
  )
  const scored = cells.filter(({ codes }) => !codes.includes(null))
  const count = (some: typeof cells) => some.reduce((sum, { pairs }) => sum + pairs, 0)
  const none = await without(
    pairs,
    rewritten,
    rewardsOf(model),
    `no pair of the slice has both rewards of the ${model.called} model before and after rewriting`,
  )
  const of = (version: number) => {
    const aligned = count(scored.filter(({ codes }) => codes[version] === 1))
    return alignmentOf({ aligned, pairs: count(scored), ties }, none, sampled?.samples[version])
  }
  return { before: of(0), after: of(1) }
}

/** By feature (index in the taxonomy) and side, over the pairs where both values are known. */
export type FlipCount = { feature: number; side: Side; gained: number; unchanged: number; lost: number }

/** Figure 12: the features that the rewritings are labeled with. */
export const flips: Metric<Rewritten & { labeler: Index }, FlipCount[]> = async (
  { pairs },
  { rewriter, labeler },
) => {
  const rewritten = await pairs.rewrittenBy(rewriter)
  const sides = await Promise.all(
    SIDES.map(async (side) => {
      const of = (version: Labels['version']): Labels => ({ labeler, side, version })
      const joint = await rewritten.joint([[of('ORIGINAL'), of('REWRITTEN')]])
      return joint.map((counts, feature): FlipCount => {
        const sum = (sign: number) =>
          counts.reduce((total, { a, b, count }) => total + (Math.sign(b - a) === sign ? count : 0), 0)
        return { feature, side, gained: sum(1), unchanged: sum(0), lost: sum(-1) }
      })
    }),
  )
  return sides[0]
    .flatMap((_, feature) => sides.map((counts) => counts[feature]))
    .filter(({ gained, unchanged, lost }) => gained + unchanged + lost > 0)
}

/** Which entries: of one side, or those on which rewriting did something to a feature. */
export type SimilaritySelection = {
  side?: Side | null
  feature?: number | null
  flip?: Flip | null
  unchanged?: boolean | null
}

/**
 * The sign of the flip that entries must have; null: any.
 *
 * @throws InvalidInput where it isn't said of which feature.
 */
const wantedFlip = ({ feature, flip, unchanged }: SimilaritySelection): number | null => {
  if ((flip || unchanged) && (feature === null || feature === undefined)) {
    throw new InvalidInput('flip and unchanged say what became of a feature: name the feature')
  }
  return flip === 'GAINED' ? 1 : flip === 'LOST' ? -1 : unchanged ? 0 : null
}

/** Table 3: cosine similarity of entries and their rewritings. */
export const similarity: Metric<Rewritten & { labeler: Index } & SimilaritySelection, Summary> = async (
  { pairs },
  { rewriter, labeler, ...selection },
) => {
  const sign = wantedFlip(selection)
  const entries = (side: Side) => {
    const term: NumberTerm = { number: 'SIMILARITY', side }
    if (sign === null) return { term }
    const flip = { code: 'FLIP', labeler, side, feature: selection.feature as number } as const
    return { term, where: { code: flip, isOneOf: [FLIP_CODES.indexOf(sign as -1 | 0 | 1)] } }
  }
  const rewritten = await pairs.rewrittenBy(rewriter)
  return rewritten.summary((selection.side ? [selection.side] : SIDES).map(entries))
}

/** From the original to the rewritten reward vector. */
const shiftOfRewriting = ({ index: model }: Model): NumberTerm => {
  const [from, to] = VERSIONS.map((version) => ({ model, version }))
  return { number: 'ANGLE', from, to }
}

export const rewritingShift: Metric<Rewritten & { model: Model }, ShiftSummary> = async (
  { pairs },
  { rewriter, model },
) => {
  const rewritten = await pairs.rewrittenBy(rewriter)
  const none = 'no pair of the slice has two reward vectors with a length, before and after rewriting'
  return summarizedShift(
    rewritten,
    { term: shiftOfRewriting(model) },
    await without(pairs, rewritten, rewardsOf(model), none),
  )
}

export const rewritingShiftHistogram: Metric<Rewritten & { model: Model; bins: number }, Histogram> = async (
  { pairs },
  { rewriter, model, bins },
) => histogram(await pairs.rewrittenBy(rewriter), { of: shiftOfRewriting(model), bins, domain: CIRCLE })

/** Figure 13: x is the pair's mean cosine similarity, y the model's angle in degrees. */
export const similarityByShift: Metric<Rewritten & { model: Model; bins: number }, Heatmap> = async (
  { pairs },
  { rewriter, model, bins },
) =>
  heatmap(await pairs.rewrittenBy(rewriter), [
    { of: { number: 'SIMILARITY', side: 'MEAN' }, bins },
    { of: shiftOfRewriting(model), bins, domain: CIRCLE },
  ])
