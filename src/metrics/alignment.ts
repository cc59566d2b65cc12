import type { Stage } from '../domain/stage.ts'
import type { BySide } from '../frame/frame.ts'
import type { Slice } from '../frame/slice.ts'
import { isScored } from '../frame/view.ts'
import type { Interval } from '../stats/interval.ts'
import { wilsonInterval } from '../stats/wilson.ts'
import { type Extent, extentOf, lacking } from './lacking.ts'

/** `score` = aligned / pairs, `resistance` = 1 − score; both null without pairs, and `reason` says why. */
export type Alignment = {
  pairs: number
  aligned: number
  score: number | null
  resistance: number | null
  reason: string | null
}

export const alignmentOf = (aligned: number, pairs: number, none: string): Alignment => ({
  pairs,
  aligned,
  score: pairs > 0 ? aligned / pairs : null,
  resistance: pairs > 0 ? (pairs - aligned) / pairs : null,
  reason: pairs > 0 ? null : none,
})

/** Why nothing is known of a stage's rewards where no pair of a slice has both. */
export const unscored = (extent: Extent, stage: Stage): string =>
  lacking(extent, [stage]) ?? `no pair of the slice has both rewards of the ${stage} model`

/** Of the pairs that a stage's model has scored. */
export const alignmentUnder = (
  stage: Stage,
  { aligned, pairs }: { aligned: number; pairs: number },
  extent: Extent,
): Alignment => alignmentOf(aligned, pairs, unscored(extent, stage))

/** Whether a model gives the chosen entry strictly more: a tie is misaligned. */
export const isAligned = (rewards: BySide<Float64Array>, row: number): boolean =>
  rewards.CHOSEN[row] > rewards.REJECTED[row]

/** Section 2.2: the share of the scored pairs on which the model agrees with the human. */
export const alignment = (slice: Slice, stage: Stage): Alignment => {
  const { view, rows } = slice
  const rewards = view.rewards(stage)
  let pairs = 0
  let aligned = 0
  if (rewards) {
    for (const row of rows) {
      if (!isScored(rewards, row)) continue
      pairs++
      if (isAligned(rewards, row)) aligned++
    }
  }
  return alignmentUnder(stage, { aligned, pairs }, extentOf(slice))
}

/** Wilson interval of the score. R: `prop.test(aligned, pairs, correct = FALSE)$conf.int` */
export const alignmentInterval = ({ aligned, pairs }: Alignment, level: number): Interval | null =>
  wilsonInterval(aligned, pairs, level)
