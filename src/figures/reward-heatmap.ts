import type { Stage } from '../domain/stage.ts'
import type { Heatmap } from '../metrics/result-types.ts'
import type { Quadrants } from '../metrics/reward-distribution.ts'
import { bisector, heatmapPanel, mostOf, spanOf } from './heatmaps.ts'
import { percent, wordsOf } from './text.ts'
import { beside, type Drawing, type Spec } from './vega-lite.ts'

const SIZE = 300

export type Plane = { heatmap: Heatmap; quadrants: Quadrants }

/** The share of the pairs in each quadrant, in the corners of the plane; and the axes between them. */
const quadrantMarks = (quadrants: Quadrants, [low, high]: readonly [number, number]): Spec[] => {
  const { bothPositive, chosenOnlyPositive, rejectedOnlyPositive, bothNegative } = quadrants
  const corners = [
    { share: bothPositive, x: SIZE - 4, y: 12, align: 'right' },
    { share: chosenOnlyPositive, x: SIZE - 4, y: SIZE - 10, align: 'right' },
    { share: rejectedOnlyPositive, x: 4, y: 12, align: 'left' },
    { share: bothNegative, x: 4, y: SIZE - 10, align: 'left' },
  ]
  const texts = corners.flatMap(({ share, x, y, align }): Spec[] =>
    share === null
      ? []
      : [
          {
            data: { values: [{ share: percent(share) }] },
            mark: {
              type: 'text',
              align,
              fontSize: 12,
              fontWeight: 'bold',
              stroke: 'white',
              strokeWidth: 0.3,
            },
            encoding: { x: { value: x }, y: { value: y }, text: { field: 'share', type: 'nominal' } },
          },
        ],
  )
  const zero = low < 0 && high > 0
  const axes: Spec[] = zero
    ? (['x', 'y'] as const).map((channel) => ({
        data: { values: [{ zero: 0 }] },
        mark: { type: 'rule', color: '#000000', strokeWidth: 0.6 },
        encoding: { [channel]: { field: 'zero', type: 'quantitative' } },
      }))
    : []
  return [...axes, ...texts]
}

/** Figure 9: rewards of one model, of all pairs and of those on which it is misaligned. */
export const rewardHeatmaps = (stage: Stage, all: Plane, misaligned: Plane): Drawing => {
  const { heatmap } = all
  const domain = spanOf(heatmap.xEdges, heatmap.yEdges)
  const most = mostOf([heatmap])
  const plane = (title: string, { heatmap, quadrants }: Plane, none: string) =>
    heatmapPanel(heatmap, {
      title,
      x: { title: 'reward of the chosen entry', ...(domain ? { domain } : {}) },
      y: { title: 'reward of the rejected entry', ...(domain ? { domain } : {}) },
      width: SIZE,
      height: SIZE,
      most,
      none,
      above: domain ? [bisector(domain), ...quadrantMarks(quadrants, domain)] : [],
    })
  const unscored = `no pair has both rewards of the ${stage} model`
  return {
    title: `Rewards of the ${wordsOf(stage)} model`,
    notes: [
      'Percentages: share of the panel’s pairs in each quadrant. Dashed diagonal: equal rewards; on and above it the model is misaligned.',
    ],
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
