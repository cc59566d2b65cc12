import { DEPENDS_ON_ZERO } from '../domain/reward-units.ts'
import { STAGES } from '../domain/stage.ts'
import { intervals } from './drawing/intervals.ts'
import { LAYOUT, notesOf, rowsOfBothEntries } from './drawing/regressions.ts'
import { CHOSEN, REJECTED } from './drawing/theme.ts'
import { figure } from './figure.ts'

export const shiftImprints = figure({
  name: 'SHIFT_IMPRINTS',
  about: `What training moved rewards by: the terms of Audit.shiftImprints (Figure 3 of the paper, centre). ${DEPENDS_ON_ZERO}`,
  title: 'Shift imprints',
  args: ['options'],
  needs: [...STAGES, 'FEATURES'],
  ask: ({ ask, args: { options } }) => ask('shiftImprints', { options }),
  draw: (regression, { args: { options }, features }) => ({
    title: 'What training shifted: reward shift by feature of either entry',
    notes: notesOf('Equation 2', [regression], options.level),
    ...intervals(rowsOfBothEntries(regression, features, options.level), {
      ...LAYOUT,
      series: [CHOSEN, REJECTED],
      x: { title: 'reward shift, in degrees, for having the feature (positive: counter-clockwise)' },
    }),
  }),
})
