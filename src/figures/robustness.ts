import { FLIPS } from '../domain/flip.ts'
import { AFTER } from '../domain/stage.ts'
import { intervals } from './drawing/intervals.ts'
import { estimated, LAYOUT, notesOf, OUTCOME } from './drawing/regressions.ts'
import { GAINED, LOST } from './drawing/theme.ts'
import { figure } from './figure.ts'

export const robustness = figure({
  name: 'ROBUSTNESS',
  about:
    'What in rewritings makes the post model misaligned: the terms of Rewriting.robustness (Figure 5 of the paper).',
  title: 'Robustness',
  args: ['rewriter', 'link', 'options'],
  needs: [AFTER, 'LABELS'],
  ask: ({ ask, args: { rewriter, link, options } }) =>
    ask('robustness', { rewriter, link, keepTargets: true, options }),
  draw: (regression, { args: { options }, features }) => {
    const { terms, method } = regression
    const rows = terms
      .filter(({ name }) => name?.flip === 'GAINED')
      .map(({ name: gained }) => {
        const { feature, side } = gained ?? { feature: 0, side: null }
        const estimates = FLIPS.flatMap((flip) =>
          terms
            .filter(({ name }) => name?.feature === feature && name.side === side && name.flip === flip)
            .map((term) => estimated(flip === 'GAINED' ? GAINED : LOST, term, options.level)),
        )
        return {
          label: `${side === 'CHOSEN' ? 'chosen' : 'rejected'}: ${features[feature].title}`,
          estimates,
        }
      })
    return {
      title: 'What rewriting does to alignment: robustness of the post model',
      notes: notesOf('Equation 4', [regression], options.level),
      ...intervals(rows, {
        ...LAYOUT,
        series: [GAINED, LOST],
        x: {
          title: `change of the ${OUTCOME[method]} of becoming misaligned by rewriting, where the entry gained or lost the feature`,
        },
      }),
    }
  },
})
