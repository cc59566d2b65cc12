import { AFTER, BEFORE, STAGES } from '../domain/stage.ts'
import type { Term } from '../metrics/regression-result.ts'
import { beside } from './drawing/beside.ts'
import { type Row, withoutEmptySeries } from './drawing/estimated-rows.ts'
import { intervals } from './drawing/intervals.ts'
import { estimated, LAYOUT, notesOf } from './drawing/regressions.ts'
import { HUMAN, MODELS, type Series } from './drawing/theme.ts'
import { figure } from './figure.ts'

const CHOOSERS: readonly Series[] = [HUMAN, MODELS[BEFORE], MODELS[AFTER]]

/** How far a model goes beyond people: what it makes most more of comes first, terms without a number last. */
const beyond = (model: Term, human: Term): number =>
  model.estimate === null || human.estimate === null ? -Infinity : model.estimate - human.estimate

/** Choices of people and of both models on the left, the models' rewards on the right, a row for each feature. */
export const choices = figure({
  name: 'CHOICES',
  about: 'What decides choices of people and of both models, beside what the models reward.',
  title: 'Who goes by what',
  args: ['options'],
  needs: ['EITHER_MODEL', 'FEATURES'],
  ask: async ({ ask, args }) => {
    const options = { ...args.options, scale: 'STANDARDIZED' as const }
    const [chosen, rewarded] = await Promise.all([
      Promise.all([
        ask('choices', { by: 'HUMAN', stage: AFTER, options }),
        ...STAGES.map((stage) => ask('choices', { by: 'MODEL', stage, options })),
      ]),
      Promise.all(STAGES.map((stage) => ask('imprints', { stage, effects: 'PAIR', options }))),
    ])
    return { chosen, rewarded }
  },
  draw: ({ chosen, rewarded }, { args: { options }, features }) => {
    const { level } = options
    const [human, , after] = chosen
    const order = human.terms
      .map((_, index) => index)
      .sort(
        (a, b) => beyond(after.terms[b], human.terms[b]) - beyond(after.terms[a], human.terms[a]) || a - b,
      )
    const rowsOf = (series: readonly Series[], regressions: readonly { terms: readonly Term[] }[]): Row[] =>
      order.map((index) => ({
        label: features[human.terms[index].name?.feature ?? 0].title,
        estimates: series.map((one, at) => estimated(one, regressions[at].terms[index], level)),
      }))
    const choosing = withoutEmptySeries(rowsOf(CHOOSERS, chosen), CHOOSERS)
    const rewarding = withoutEmptySeries(rowsOf(CHOOSERS.slice(1), rewarded), CHOOSERS.slice(1))
    const panel = { ...LAYOUT, width: 300 }
    return {
      title: 'Who goes by what: choices of people and of models, and what models reward',
      notes: [...notesOf('Choices', [human], level), ...choosing.notes],
      ...beside(
        [
          intervals(choosing.rows, {
            ...panel,
            title: 'What wins',
            series: choosing.series,
            x: { title: 'log-odds of being chosen for having it, or for a standard deviation more' },
          }),
          intervals(rewarding.rows, {
            ...panel,
            name: 'rewarded',
            title: 'What is rewarded',
            series: choosing.series,
            labels: false,
            x: { title: 'standard deviations of reward' },
          }),
        ],
        { columns: 2 },
      ),
    }
  },
})
