import { differenceInterval, type Prevalence } from '../metrics/prevalence.ts'
import { beside } from './drawing/beside.ts'
import type { Estimated } from './drawing/estimated-rows.ts'
import { intervals } from './drawing/intervals.ts'
import { CHOSEN, DIFFERENCE, REJECTED, type Series } from './drawing/theme.ts'
import { figure } from './figure.ts'

const LEVEL = 0.95
const NONE = 'the taxonomy has no feature'

/** Points of rows, filled where their test is below 0.05 after Bonferroni's correction over all rows that have one. */
const pointsOf = (rows: readonly Prevalence[]) => {
  const tests = rows.filter(({ test }) => test !== null).length
  return (series: Series, value: number | null, { test, reason }: Prevalence): Estimated => ({
    series,
    value,
    interval: null,
    filled: test !== null && test.pValue * tests < 0.05,
    reason,
  })
}

/** The most common feature among chosen entries first. */
export const prevalence = figure({
  name: 'PREVALENCE',
  about: 'How common each feature is among chosen and among rejected entries (Figure 14 of the paper).',
  title: 'Prevalence',
  args: [],
  needs: ['LABELS'],
  ask: ({ ask }) => ask('prevalence', {}),
  draw: (rows, { features }) => {
    const sorted = [...rows].sort((a, b) => (b.chosen ?? -Infinity) - (a.chosen ?? -Infinity) || 0)
    const point = pointsOf(rows)
    const lowest = Math.min(0, ...rows.flatMap(({ chosen, rejected }) => [chosen ?? 0, rejected ?? 0]))
    return {
      title: 'Features of the chosen and of the rejected entries',
      notes: [
        'Over the pairs where both entries are labeled. Bars: 95% confidence intervals of the difference within pairs, not corrected. Filled: p < 0.05 (paired t-test, Bonferroni).',
      ],
      ...beside(
        [
          intervals(
            sorted.map((row) => ({
              label: features[row.feature].title,
              estimates: [point(CHOSEN, row.chosen, row), point(REJECTED, row.rejected, row)],
            })),
            {
              name: 'features',
              title: 'Prevalence',
              series: [CHOSEN, REJECTED],
              x: {
                title: 'share of entries (of ternary features: mean of −1, 0, 1)',
                domain: [lowest < 0 ? Math.floor(lowest * 10) / 10 : 0, 1],
              },
              reference: 0,
              width: 300,
              none: NONE,
            },
          ),
          intervals(
            sorted.map((row) => ({
              label: features[row.feature].title,
              estimates: [
                { ...point(DIFFERENCE, row.difference, row), interval: differenceInterval(row, LEVEL) },
              ],
            })),
            {
              name: 'differences',
              title: 'Difference',
              series: [DIFFERENCE],
              x: { title: 'chosen minus rejected' },
              reference: 0,
              width: 240,
              none: NONE,
              labels: false,
              besides: 2,
            },
          ),
        ],
        { columns: 2, looks: 'independent' },
      ),
    }
  },
})
