import type { Side } from '../domain/side.ts'
import type { Stage } from '../domain/stage.ts'
import type { BySide } from '../frame/frame.ts'
import { marginOf } from '../frame/margin.ts'
import type { Slice } from '../frame/slice.ts'
import { isScored } from '../frame/view.ts'
import { type Heatmap, heatmap } from '../stats/heatmap.ts'
import { type Histogram, histogram } from '../stats/histogram.ts'
import { unscored } from './alignment.ts'
import { type Extent, extentOf } from './lacking.ts'

type Rewards = BySide<Float64Array> | null

const collect = (
  rows: Int32Array,
  rewards: Rewards,
  value: (rewards: BySide<Float64Array>, row: number) => number,
) => {
  const values = new Float64Array(rewards ? rows.length : 0)
  let count = 0
  if (rewards) for (const row of rows) if (isScored(rewards, row)) values[count++] = value(rewards, row)
  return values.subarray(0, count)
}

/** sigmoid(score), without overflow. */
export const probabilityOf = (score: number): number => {
  if (score >= 0) return 1 / (1 + Math.exp(-score))
  const odds = Math.exp(score)
  return odds / (1 + odds)
}

/** Section D.1: reward of the chosen minus the rejected entry, from the smallest to the largest. */
export const marginDistribution = ({ view, rows }: Slice, model: number, bins: number): Histogram => {
  const rewards = view.frame.original.rewards[model] ?? null
  const margins = collect(rows, rewards, ({ CHOSEN, REJECTED }, row) => marginOf(CHOSEN[row], REJECTED[row]))
  return histogram(
    margins.filter((margin) => !Number.isNaN(margin)),
    { bins },
  )
}

/** Section D.2: sigmoid of one side's rewards, over [0, 1]. */
export const probabilityDistribution = (
  { view, rows }: Slice,
  stage: Stage,
  side: Side,
  bins: number,
): Histogram =>
  histogram(
    collect(rows, view.rewards(stage), (rewards, row) => probabilityOf(rewards[side][row])),
    { bins, domain: [0, 1] },
  )

/** Figure 9: x is the chosen, y the rejected entry's reward. */
export const rewardHeatmap = ({ view, rows }: Slice, stage: Stage, bins: number): Heatmap => {
  const rewards = view.rewards(stage)
  const chosen = collect(rows, rewards, ({ CHOSEN }, row) => CHOSEN[row])
  const rejected = collect(rows, rewards, ({ REJECTED }, row) => REJECTED[row])
  return heatmap(chosen, rejected, { x: { bins }, y: { bins } })
}

/** Figure 9: x is the sigmoid of the chosen, y of the rejected entry's reward, both over [0, 1]. */
export const probabilityHeatmap = ({ view, rows }: Slice, stage: Stage, bins: number): Heatmap => {
  const rewards = view.rewards(stage)
  const of = (side: Side) => collect(rows, rewards, (all, row) => probabilityOf(all[side][row]))
  const unit = { bins, domain: [0, 1] } as const
  return heatmap(of('CHOSEN'), of('REJECTED'), { x: unit, y: unit })
}

/** Shares of the scored pairs; a reward of 0 counts as negative. */
export type Quadrants = {
  pairs: number
  bothPositive: number | null
  chosenOnlyPositive: number | null
  rejectedOnlyPositive: number | null
  bothNegative: number | null
  reason: string | null
}

/** Section D.2. */
export const quadrants = (slice: Slice, stage: Stage): Quadrants => {
  const { view, rows } = slice
  const rewards = view.rewards(stage)
  const counts = [0, 0, 0, 0]
  if (rewards) {
    for (const row of rows) {
      if (isScored(rewards, row))
        counts[(rewards.CHOSEN[row] > 0 ? 2 : 0) + (rewards.REJECTED[row] > 0 ? 1 : 0)]++
    }
  }
  return quadrantsOf(stage, counts, extentOf(slice))
}

/** From the pairs of which both, only the rejected, only the chosen and no reward is negative. */
export const quadrantsOf = (stage: Stage, counts: readonly number[], extent: Extent): Quadrants => {
  const pairs = counts.reduce((sum, count) => sum + count, 0)
  const [bothNegative, rejectedOnlyPositive, chosenOnlyPositive, bothPositive] = counts.map((count) =>
    pairs > 0 ? count / pairs : null,
  )
  const reason = pairs > 0 ? null : unscored(extent, stage)
  return { pairs, bothPositive, chosenOnlyPositive, rejectedOnlyPositive, bothNegative, reason }
}
