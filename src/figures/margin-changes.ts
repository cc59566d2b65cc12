import { lacking } from '../audit/lacking.ts'
import { DEPENDS_ON_SCALE } from '../domain/reward-units.ts'
import { STAGES } from '../domain/stage.ts'
import { spanOf } from './drawing/heatmaps.ts'
import { histogramPanel, mostIn } from './drawing/histograms.ts'
import { PALETTE } from './drawing/theme.ts'
import { figure } from './figure.ts'

const BINS = 50

export const marginChanges = figure({
  name: 'MARGIN_CHANGES',
  about: `The post model's margin less the pre model's, pair by pair. ${DEPENDS_ON_SCALE}`,
  title: 'Changes of margin',
  args: [],
  needs: STAGES,
  ask: ({ ask }) => ask('marginChangeHistogram', { bins: BINS }),
  draw: (histogram, { extent }) => ({
    title: 'By how much training moved the margins',
    notes: [
      'Margin: reward of the chosen minus the rejected entry. Right of the dashed line the model came closer to the human.',
    ],
    ...histogramPanel(histogram, {
      color: PALETTE.blue,
      x: {
        title: 'change of margin: points of reward, after minus before training',
        domain: spanOf(histogram.edges) ?? [-1, 1],
      },
      y: { title: 'pairs', most: mostIn([histogram]) },
      width: 520,
      height: 240,
      none: lacking(extent, STAGES) ?? 'no pair of the slice has both rewards of both models',
      where: (gte, lte) => ({ marginChange: { gte, lte } }),
    }),
  }),
})
