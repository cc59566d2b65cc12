import { unscored, withoutShift } from '../audit/lacking.ts'
import { DEPENDS_ON_SCALE, DEPENDS_ON_ZERO } from '../domain/reward-units.ts'
import { STAGES } from '../domain/stage.ts'
import { angleDomain, angleTicks } from './drawing/angles.ts'
import { beside } from './drawing/beside.ts'
import { bisector, heatmapPanel, mostOf, spanOf } from './drawing/heatmaps.ts'
import { histogramPanel, mostIn } from './drawing/histograms.ts'
import { capitalized, wordsOf } from './drawing/text.ts'
import { PALETTE } from './drawing/theme.ts'
import { figure } from './figure.ts'

const PLANE_BINS = 30
/** Of 5 degrees. */
const SHIFT_BINS = 72
const SIZE = 240

export const rewardDistribution = figure({
  name: 'REWARD_DISTRIBUTION',
  about: `Rewards of both models in the plane, and the reward shifts between them (Figure 2 of the paper). ${DEPENDS_ON_ZERO} ${DEPENDS_ON_SCALE}`,
  title: 'Rewards and shifts',
  args: [],
  needs: ['EITHER_MODEL'],
  ask: ({ ask }) =>
    Promise.all([
      Promise.all(STAGES.map((stage) => ask('rewardHeatmap', { stage, bins: PLANE_BINS }))),
      ask('rewardShiftHistogram', { bins: SHIFT_BINS }),
    ]),
  draw: ([planes, shifts], { extent }) => {
    const domain = spanOf(...planes.flatMap(({ xEdges, yEdges }) => [xEdges, yEdges]))
    const most = mostOf(planes)
    const angles = angleDomain([shifts])
    return {
      title: 'Rewards before and after training, and the shifts between them',
      notes: [
        'Dashed diagonal: equal rewards; below it the model prefers what the human chose. A shift is the angle from the pre to the post reward vector, positive counter-clockwise.',
      ],
      ...beside(
        [
          ...planes.map((plane, index) =>
            heatmapPanel(plane, {
              title: `${capitalized(wordsOf(STAGES[index]))} model`,
              x: { title: 'reward of the chosen entry', ...(domain ? { domain } : {}) },
              y: { title: 'reward of the rejected entry', ...(domain ? { domain } : {}) },
              width: SIZE,
              height: SIZE,
              most,
              none: unscored(extent, STAGES[index]),
              above: domain ? [bisector(domain)] : [],
            }),
          ),
          histogramPanel(shifts, {
            title: 'Reward shift',
            color: PALETTE.blue,
            x: { title: 'reward shift, in degrees', domain: angles, ticks: angleTicks(angles) },
            y: { title: 'pairs', most: mostIn([shifts]) },
            width: SIZE,
            height: SIZE,
            none: withoutShift(extent, {}),
            where: (gte, lte) => ({ rewardShift: { gte, lte } }),
          }),
        ],
        { columns: 3 },
      ),
    }
  },
})
