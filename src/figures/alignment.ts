import { STAGES } from '../domain/stage.ts'
import { alignmentInterval } from '../metrics/alignment.ts'
import { intervals } from './drawing/intervals.ts'
import { counted } from './drawing/text.ts'
import { AGREEMENT, MODELS } from './drawing/theme.ts'
import { figure } from './figure.ts'

export const alignment = figure({
  name: 'ALIGNMENT',
  about: 'Section 2.2: the share of pairs on which each model prefers what the human chose.',
  title: 'Alignment',
  args: [],
  needs: ['EITHER_MODEL'],
  ask: ({ ask }) => Promise.all(STAGES.map((stage) => ask('alignment', { stage }))),
  draw: (alignments) => {
    const rows = alignments.map((alignment, index) => ({
      label: `${MODELS[STAGES[index]].name} (${counted(alignment.pairs, 'pair')})`,
      estimates: [
        {
          series: AGREEMENT,
          value: alignment.score,
          interval: alignmentInterval(alignment, 0.95),
          filled: true,
          reason: alignment.reason,
        },
      ],
    }))
    return {
      title: 'Alignment of the models with the human',
      notes: ['Bars: 95% Wilson intervals.'],
      ...intervals(rows, {
        name: 'models',
        series: [AGREEMENT],
        x: { title: 'alignment score: share of pairs', format: '.0%', domain: [0, 1] },
        reference: 0.5,
        width: 460,
        none: 'there is no model',
      }),
    }
  },
})
