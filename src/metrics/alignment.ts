import { alignedBy, type NumberTerm, type Version } from '../pairs/terms.ts'
import { type ClusteredSample, designEffect } from '../stats/clustered-sample.ts'
import type { Interval } from '../stats/interval.ts'
import { wilsonInterval } from '../stats/wilson.ts'
import { type Extent, extentOf, lacking, rewardsOf } from './lacking.ts'
import type { Metric, Model } from './metric.ts'
import { ONE_PROMPT, sampledByPrompt } from './samples.ts'

/**
 * `score` = aligned / pairs, `resistance` = 1 − score; both null without pairs, and `reason` says why. `designEffect`: by how
 * much more the score varies than among pairs of different prompts; null where nothing tells.
 */
export type Alignment = {
  pairs: number
  prompts: number
  aligned: number
  /** Pairs of the slice on which the human had no preference: they do not count. */
  ties: number
  score: number | null
  resistance: number | null
  designEffect: number | null
  reason: string | null
}

/** `sample`: of 1 where a pair is aligned, else 0; left out where no prompt has several pairs. */
export const alignmentOf = (
  { aligned, pairs, ties }: Pick<Alignment, 'aligned' | 'pairs' | 'ties'>,
  none: string,
  sample?: ClusteredSample,
): Alignment => {
  const effect = sample ? designEffect(sample) : pairs > 0 ? 1 : null
  return {
    pairs,
    prompts: sample?.clusters ?? pairs,
    aligned,
    ties,
    score: pairs > 0 ? aligned / pairs : null,
    resistance: pairs > 0 ? (pairs - aligned) / pairs : null,
    designEffect: effect,
    reason: pairs === 0 ? none : effect === null ? ONE_PROMPT : null,
  }
}

/** Why nothing is known of a model's rewards where no pair has both. */
export const unscored = (extent: Extent, model: Model): string =>
  lacking(extent, rewardsOf(model)) ?? `no pair of the slice has both rewards of the ${model.called} model`

/** 1 where a model is aligned, else 0. */
export const alignedShare = ({ index }: Pick<Model, 'index'>, version: Version = 'ORIGINAL'): NumberTerm => ({
  number: 'SCORE',
  of: alignedBy(index, version),
  scores: [0, 1],
})

/** Section 2.2: the share of the scored pairs on which the model agrees with the human. */
export const alignment: Metric<{ model: Model }, Alignment> = async ({ pairs, ties }, { model }) => {
  const cells = await pairs.count([alignedBy(model.index)])
  const sampled = await sampledByPrompt(pairs, [{ term: alignedShare(model) }])
  const [misaligned, aligned] = [0, 1].map((code) => cells.find(({ codes }) => codes[0] === code)?.pairs ?? 0)
  const none = unscored(await extentOf(pairs), model)
  return alignmentOf({ aligned, pairs: misaligned + aligned, ties }, none, sampled?.samples[0])
}

/** Wilson interval of the score, counting prompts. R: `prop.test(aligned, pairs, correct = FALSE)$conf.int` with pairs / designEffect */
export const alignmentInterval = (
  { aligned, pairs, designEffect }: Pick<Alignment, 'aligned' | 'pairs' | 'designEffect'>,
  level: number,
): Interval | null => wilsonInterval(aligned, pairs, level, designEffect)
