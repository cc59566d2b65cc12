import { DEPENDS_ON_SCALE } from '../domain/reward-units.ts'
import { AFTER, STAGES } from '../domain/stage.ts'
import { withoutEmptySeries } from './drawing/estimated-rows.ts'
import { intervals } from './drawing/intervals.ts'
import { estimated, LAYOUT, largestFirst, notesOf } from './drawing/regressions.ts'
import { MODELS } from './drawing/theme.ts'
import { figure } from './figure.ts'

export const imprints = figure({
  name: 'IMPRINTS',
  about: `What both models reward: the terms of Audit.imprints (Figure 3 of the paper, left). ${DEPENDS_ON_SCALE}`,
  title: 'Imprints',
  args: ['effects', 'options'],
  needs: ['EITHER_MODEL', 'FEATURES'],
  ask: ({ ask, args: { effects, options } }) =>
    Promise.all(STAGES.map((stage) => ask('imprints', { stage, effects, options }))),
  draw: (regressions, { args: { options }, features }) => {
    const { level } = options
    const series = STAGES.map((stage) => MODELS[stage])
    const [{ terms }] = regressions
    const rows = terms.map(({ name }, index) => ({
      label: name ? features[name.feature].title : '',
      estimates: series.map((one, model) => estimated(one, regressions[model].terms[index], level)),
    }))
    const shown = withoutEmptySeries(rows, series)
    const drawn = regressions.filter((_, model) => shown.series.includes(series[model]))
    return {
      title: 'What the models reward: feature imprints before and after training',
      notes: [...notesOf('Equation 1', drawn, level), ...shown.notes],
      ...intervals(largestFirst(shown.rows, MODELS[AFTER]), {
        ...LAYOUT,
        series: shown.series,
        x: { title: 'imprint: points of reward for having the feature' },
      }),
    }
  },
})
