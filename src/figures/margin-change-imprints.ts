import { DEPENDS_ON_SCALE } from '../domain/reward-units.ts'
import { STAGES } from '../domain/stage.ts'
import { intervals } from './drawing/intervals.ts'
import { LAYOUT, notesOf, rowsOfBothEntries } from './drawing/regressions.ts'
import { CHOSEN, REJECTED } from './drawing/theme.ts'
import { figure } from './figure.ts'

export const marginChangeImprints = figure({
  name: 'MARGIN_CHANGE_IMPRINTS',
  about: `What training moved margins by: the terms of Audit.marginChangeImprints. ${DEPENDS_ON_SCALE}`,
  title: 'Margin change imprints',
  args: ['options'],
  needs: [...STAGES, 'FEATURES'],
  ask: ({ ask, args: { options } }) => ask('marginChangeImprints', { options }),
  draw: (regression, { args: { options }, features }) => ({
    title: 'What training moved the margins of: change of margin by feature of either entry',
    notes: notesOf('Change of margin', [regression], options.level),
    ...intervals(rowsOfBothEntries(regression, features, options.level), {
      ...LAYOUT,
      series: [CHOSEN, REJECTED],
      x: {
        title: 'change of margin, in points of reward, for having the feature (positive: toward the human)',
      },
    }),
  }),
})
