import type { Stage } from '../domain/stage.ts'
import type { Heatmap } from '../metrics/result-types.ts'
import type { Quadrants } from '../metrics/reward-distribution.ts'
import { beside } from './beside.ts'
import { bisector, heatmapPanel, mostOf, spanOf } from './heatmaps.ts'
import { percent, wordsOf } from './text.ts'
import type { Drawing, Spec } from './vega-lite.ts'

const SIZE = 300

export type Plane = { heatmap: Heatmap; quadrants: Quadrants }

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

/** Figure 9: rewards of one model, of all pairs and of those on which it is misaligned. */
export const rewardHeatmaps = (stage: Stage, all: Plane, misaligned: Plane): Drawing => {
  const { heatmap } = all
  const domain = spanOf(heatmap.xEdges, heatmap.yEdges)
  const most = mostOf([heatmap])
  const plane = (title: string, { heatmap, quadrants }: Plane, none: string) =>
    heatmapPanel(heatmap, {
      title: headOf(title, quadrants),
      x: { title: 'reward of the chosen entry', ...(domain ? { domain } : {}) },
      y: { title: 'reward of the rejected entry', ...(domain ? { domain } : {}) },
      width: SIZE,
      height: SIZE,
      most,
      none,
      above: domain ? [bisector(domain), ...zeroLines(domain)] : [],
    })
  const unscored = `no pair has both rewards of the ${stage} model`
  return {
    title: `Rewards of the ${wordsOf(stage)} model`,
    notes: ['Dashed diagonal: equal rewards; on and above it the model is misaligned.'],
    ...beside(
      [
        plane('All pairs', all, unscored),
        plane(
          'Misaligned pairs',
          misaligned,
          heatmap.counts.length === 0 ? unscored : 'no pair is misaligned',
        ),
      ],
      { columns: 2 },
    ),
  }
}
