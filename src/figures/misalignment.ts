import { AFTER } from '../domain/stage.ts'
import { intervals } from './drawing/intervals.ts'
import { LAYOUT, notesOf, OUTCOME, rowsOfBothEntries } from './drawing/regressions.ts'
import { CHOSEN, REJECTED } from './drawing/theme.ts'
import { figure } from './figure.ts'

export const misalignment = figure({
  name: 'MISALIGNMENT',
  about:
    'What goes with misalignment after training: the terms of Audit.misalignment (Figure 3 of the paper, right).',
  title: 'Misalignment',
  args: ['link', 'options'],
  needs: [AFTER, 'FEATURES'],
  ask: ({ ask, args: { link, options } }) => ask('misalignment', { link, options }),
  draw: (regression, { args: { options }, features }) => ({
    title: 'What goes with misalignment of the post model, by feature of either entry',
    notes: notesOf('Equation 3', [regression], options.level),
    ...intervals(rowsOfBothEntries(regression, features, options.level), {
      ...LAYOUT,
      series: [CHOSEN, REJECTED],
      x: { title: `change of the ${OUTCOME[regression.method]} of misalignment (positive: more misaligned)` },
    }),
  }),
})
