import { clipped } from '../domain/clipped.ts'
import { hint } from '../domain/hint.ts'
import { DEPENDS_ON_SCALE } from '../domain/reward-units.ts'
import { beside } from './drawing/beside.ts'
import { spanOf } from './drawing/heatmaps.ts'
import { histogramPanel, mostIn } from './drawing/histograms.ts'
import { PALETTE } from './drawing/theme.ts'
import { figure } from './figure.ts'

const BINS = 50

export const margins = figure({
  name: 'MARGINS',
  about: `Reward of the chosen minus the rejected entry, a panel per model (Figure 7 of the paper). ${DEPENDS_ON_SCALE}`,
  title: 'Margins',
  args: ['models'],
  // Of whatever models there are.
  needs: [],
  ask: ({ ask, args: { models } }) =>
    Promise.all(models.map(({ index: model }) => ask('marginDistribution', { model, bins: BINS }))),
  draw: (histograms, { args: { models } }) => {
    const domain = spanOf(...histograms.map(({ edges }) => edges)) ?? [-1, 1]
    const last = models.length - 1
    const panels = histograms.map((histogram, index) =>
      histogramPanel(histogram, {
        title: clipped(models[index].name, 80),
        color: PALETTE.blue,
        x: {
          title: index === last ? 'margin: points of reward, chosen minus rejected entry' : null,
          domain,
        },
        y: { title: 'pairs', most: mostIn([histogram]) },
        width: 520,
        height: 120,
        none: 'no pair of the slice has both rewards of this model',
      }),
    )
    return {
      title: 'Reward margins by model',
      notes: ['Right of the dashed line the model prefers what the human chose.'],
      ...beside(panels, {
        columns: 1,
        none: hint`the dataset has no rewards: bring them with npm run ingest -- rewards, or npm run score`,
      }),
    }
  },
})
