import type { Stage } from '../domain/stage.ts'
import type { Heatmap, Histogram } from '../metrics/result-types.ts'
import { angleDomain, angleTicks } from './angles.ts'
import { beside } from './beside.ts'
import { bisector, heatmapPanel, mostOf, spanOf } from './heatmaps.ts'
import { histogramPanel, mostIn } from './histograms.ts'
import { PALETTE } from './theme.ts'
import type { Drawing } from './vega-lite.ts'

const SIZE = 240

/** Figure 2: rewards of both models in the plane, and the reward shifts between them. `without`: why a panel may be empty. */
export const rewardDistribution = (
  heatmaps: Record<Stage, Heatmap>,
  shifts: Histogram,
  without: Record<Stage | 'SHIFT', string>,
): Drawing => {
  const { PRE, POST } = heatmaps
  const domain = spanOf(PRE.xEdges, PRE.yEdges, POST.xEdges, POST.yEdges)
  const most = mostOf([PRE, POST])
  const angles = angleDomain([shifts])
  const plane = (stage: Stage, title: string) =>
    heatmapPanel(heatmaps[stage], {
      title,
      x: { title: 'reward of the chosen entry', ...(domain ? { domain } : {}) },
      y: { title: 'reward of the rejected entry', ...(domain ? { domain } : {}) },
      width: SIZE,
      height: SIZE,
      most,
      none: without[stage],
      above: domain ? [bisector(domain)] : [],
    })
  return {
    title: 'Rewards before and after training, and the shifts between them',
    notes: [
      'Dashed diagonal: equal rewards; below it the model prefers what the human chose. A shift is the angle from the pre to the post reward vector, positive counter-clockwise.',
    ],
    ...beside(
      [
        plane('PRE', 'Pre model'),
        plane('POST', 'Post model'),
        histogramPanel(shifts, {
          title: 'Reward shift',
          color: PALETTE.blue,
          x: { title: 'reward shift, in degrees', domain: angles, ticks: angleTicks(angles) },
          y: { title: 'pairs', most: mostIn([shifts]) },
          width: SIZE,
          height: SIZE,
          none: without.SHIFT,
          where: (gte, lte) => ({ rewardShift: { gte, lte } }),
        }),
      ],
      { columns: 3 },
    ),
  }
}
