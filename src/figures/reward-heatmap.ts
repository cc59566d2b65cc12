import type { Stage } from '../domain/stage.ts'
import type { Heatmap } from '../metrics/result-types.ts'
import type { Quadrants } from '../metrics/reward-distribution.ts'
import { beside } from './beside.ts'
import { bisector, heatmapPanel, mostOf, spanOf } from './heatmaps.ts'
import { percent, wordsOf } from './text.ts'
import type { Drawing, Spec } from './vega-lite.ts'

const SIZE = 260

export type Planes = { rewards: Heatmap; probabilities: Heatmap; quadrants: Quadrants }
type Rest = { title: readonly string[]; none: string }

/** The share of the pairs in each quadrant, below the panel's title. */
const headOf = (title: string, quadrants: Quadrants): string[] => {
  const { bothPositive, chosenOnlyPositive, rejectedOnlyPositive, bothNegative } = quadrants
  if (bothPositive === null) return [title]
  const [both, chosen, rejected, none] = [
    bothPositive,
    chosenOnlyPositive,
    rejectedOnlyPositive,
    bothNegative,
  ].map((share) => percent(share ?? 0))
  return [
    `${title} (${quadrants.pairs.toLocaleString('en-US')})`,
    `positive: both ${both}, none ${none}`,
    `chosen only ${chosen}, rejected only ${rejected}`,
  ]
}

/** The axes of the plane, where they lie within its domain. */
const zeroLines = ([low, high]: readonly [number, number]): Spec[] =>
  low < 0 && high > 0
    ? (['x', 'y'] as const).map((channel) => ({
        data: { values: [{ zero: 0 }] },
        mark: { type: 'rule', color: '#000000', strokeWidth: 0.6 },
        encoding: { [channel]: { field: 'zero', type: 'quantitative' } },
      }))
    : []

const UNIT = [0, 1] as const

/** Figure 9: rewards and probabilities of one model, of all pairs and of those on which it is misaligned. */
export const rewardHeatmaps = (stage: Stage, all: Planes, misaligned: Planes): Drawing => {
  const domain = spanOf(all.rewards.xEdges, all.rewards.yEdges) ?? UNIT
  const most = mostOf([all.rewards, all.probabilities])
  const plane = (of: string, heatmap: Heatmap, on: readonly [number, number], rest: Rest) =>
    heatmapPanel(heatmap, {
      title: rest.title,
      x: { title: `${of} of the chosen entry`, domain: on },
      y: { title: `${of} of the rejected entry`, domain: on },
      width: SIZE,
      height: SIZE,
      most,
      none: rest.none,
      above: [bisector(on), ...zeroLines(on)],
    })
  const row = (title: string, { rewards, probabilities, quadrants }: Planes, none: string) => [
    plane('reward', rewards, domain, { title: headOf(title, quadrants), none }),
    plane('probability', probabilities, UNIT, { title: [title, 'sigmoid of the reward'], none }),
  ]
  const unscored = `no pair of the slice has both rewards of the ${stage} model`
  return {
    title: `Rewards and probabilities of the ${wordsOf(stage)} model`,
    notes: ['Dashed diagonal: equal rewards; on and above it the model is misaligned.'],
    ...beside(
      [
        ...row('All pairs', all, unscored),
        ...row(
          'Misaligned pairs',
          misaligned,
          all.rewards.counts.length === 0 ? unscored : 'no pair is misaligned',
        ),
      ],
      { columns: 2 },
    ),
  }
}
