import { DEPENDS_ON_ZERO } from '../domain/reward-units.ts'
import { AFTER } from '../domain/stage.ts'
import { counted } from '../domain/words.ts'
import { heatmapPanel, mostOf } from './drawing/heatmaps.ts'
import { figure } from './figure.ts'

const BINS = 40

export const similarityByShift = figure({
  name: 'SIMILARITY_BY_SHIFT',
  about: `Similarity of rewritings by what they did to the post model's rewards (Figure 13 of the paper). ${DEPENDS_ON_ZERO}`,
  title: 'Similarity by shift',
  args: ['rewriter'],
  needs: [AFTER],
  ask: ({ ask, args: { rewriter } }) => ask('similarityByShift', { rewriter, bins: BINS }),
  draw: (heatmap) => {
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
  },
})
