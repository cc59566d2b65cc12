import type { Heatmap } from '../metrics/result-types.ts'
import { heatmapPanel, mostOf } from './heatmaps.ts'
import { counted } from './text.ts'
import type { Drawing } from './vega-lite.ts'

/** Figure 13: x is the mean cosine similarity of the pair, y the angle. */
export const similarityByShifts = (heatmap: Heatmap): Drawing => {
  const pairs = heatmap.counts.flat().reduce((sum, count) => sum + count, 0)
  return {
    title: 'Rewritings: how similar they are, and what they did to the rewards',
    notes: [
      `${counted(pairs, 'rewritten pair')} with similarities and rewards. Shift: the angle from the original to the rewritten reward vector of the post model.`,
    ],
    ...heatmapPanel(heatmap, {
      x: { title: 'cosine similarity of original and rewriting, mean of both entries' },
      y: { title: 'reward shift by rewriting, in degrees' },
      width: 460,
      height: 320,
      most: mostOf([heatmap]),
      none: 'no rewritten pair of the slice has similarities, and rewards of the post model before and after',
    }),
  }
}
