import type { Feature } from '../domain/taxonomy.ts'
import type { Prevalence } from '../metrics/prevalence.ts'
import type { Interval } from '../metrics/result-types.ts'
import { beside } from './beside.ts'
import type { Estimated } from './estimated-rows.ts'
import { intervals } from './intervals.ts'
import { CHOSEN, DIFFERENCE, REJECTED, type Series } from './theme.ts'
import type { Drawing } from './vega-lite.ts'

/** With the interval of the difference. */
export type Compared = Prevalence & { interval: Interval | null }

const NONE = 'the taxonomy has no feature'

/** Figure 14: the most common feature among chosen entries first. */
export const prevalences = (rows: readonly Compared[], features: readonly Feature[]): Drawing => {
  const point = (series: Series, value: number | null, { test, reason }: Prevalence): Estimated => ({
    series,
    value,
    interval: null,
    filled: test !== null && test.pValue < 0.05,
    reason,
  })
  const sorted = [...rows].sort((a, b) => (b.chosen ?? -Infinity) - (a.chosen ?? -Infinity) || 0)
  const lowest = Math.min(0, ...rows.flatMap(({ chosen, rejected }) => [chosen ?? 0, rejected ?? 0]))
  return {
    title: 'Features of the chosen and of the rejected entries',
    notes: [
      'Over the pairs where both entries are labeled. Bars: 95% confidence intervals of the difference within pairs, not corrected. Filled: p < 0.05 (paired t-test, uncorrected).',
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
            estimates: [{ ...point(DIFFERENCE, row.difference, row), interval: row.interval }],
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
}
