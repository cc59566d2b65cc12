import type { Histogram } from '../metrics/result-types.ts'
import { beside } from './beside.ts'
import { spanOf } from './heatmaps.ts'
import { histogramPanel, mostIn } from './histograms.ts'
import { clipped } from './text.ts'
import { PALETTE } from './theme.ts'
import type { Drawing } from './vega-lite.ts'

/** Figure 7: a panel for each model. */
export const margins = (models: readonly { model: string; histogram: Histogram }[]): Drawing => {
  const domain = spanOf(...models.map(({ histogram }) => histogram.edges)) ?? [-1, 1]
  const panels = models.map(({ model, histogram }, index) =>
    histogramPanel(histogram, {
      title: clipped(model, 80),
      color: PALETTE.blue,
      x: {
        title: index === models.length - 1 ? 'margin: points of reward, chosen minus rejected entry' : null,
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
      none: 'the dataset has no rewards: bring them with npm run ingest -- rewards, or npm run score',
    }),
  }
}
