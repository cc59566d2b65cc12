import { alignedBy } from '../pairs/terms.ts'
import type { Interval } from '../stats/interval.ts'
import { wilsonInterval } from '../stats/wilson.ts'
import { type Extent, extentOf, lacking, rewardsOf } from './lacking.ts'
import type { Metric, Model } from './metric.ts'

/** `score` = aligned / pairs, `resistance` = 1 − score; both null without pairs, and `reason` says why. */
export type Alignment = {
  pairs: number
  aligned: number
  /** Pairs of the slice on which the human had no preference: they do not count. */
  ties: number
  score: number | null
  resistance: number | null
  reason: string | null
}

export const alignmentOf = (
  { aligned, pairs, ties }: Pick<Alignment, 'aligned' | 'pairs' | 'ties'>,
  none: string,
): Alignment => ({
  pairs,
  aligned,
  ties,
  score: pairs > 0 ? aligned / pairs : null,
  resistance: pairs > 0 ? (pairs - aligned) / pairs : null,
  reason: pairs > 0 ? null : none,
})

/** Why nothing is known of a model's rewards where no pair has both. */
export const unscored = (extent: Extent, model: Model): string =>
  lacking(extent, rewardsOf(model)) ?? `no pair of the slice has both rewards of the ${model.called} model`

/** Section 2.2: the share of the scored pairs on which the model agrees with the human. */
export const alignment: Metric<{ model: Model }, Alignment> = async ({ pairs, ties }, { model }) => {
  const cells = await pairs.count([alignedBy(model.index)])
  const [misaligned, aligned] = [0, 1].map((code) => cells.find(({ codes }) => codes[0] === code)?.pairs ?? 0)
  return alignmentOf({ aligned, pairs: misaligned + aligned, ties }, unscored(await extentOf(pairs), model))
}

/** Wilson interval of the score. R: `prop.test(aligned, pairs, correct = FALSE)$conf.int` */
export const alignmentInterval = ({ aligned, pairs }: Alignment, level: number): Interval | null =>
  wilsonInterval(aligned, pairs, level)
