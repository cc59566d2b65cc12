import type { Feature } from '../domain/taxonomy.ts'
import type { Prevalence } from '../metrics/prevalence.ts'
import type { Estimated } from './estimated-rows.ts'
import { intervals } from './intervals.ts'
import { CHOSEN, REJECTED, type Series } from './theme.ts'
import type { Drawing } from './vega-lite.ts'

/** Figure 14: the most common feature among chosen entries first. */
export const prevalences = (rows: readonly Prevalence[], features: readonly Feature[]): Drawing => {
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
      'Over the pairs where both entries are labeled. Filled: both sides differ (paired t-test, p < 0.05, uncorrected).',
    ],
    ...intervals(
      sorted.map((row) => ({
        label: features[row.feature].title,
        estimates: [point(CHOSEN, row.chosen, row), point(REJECTED, row.rejected, row)],
      })),
      {
        name: 'features',
        series: [CHOSEN, REJECTED],
        x: {
          title: 'share of entries with the feature (ternary features: mean of −1, 0 and 1)',
          domain: [lowest < 0 ? Math.floor(lowest * 10) / 10 : 0, 1],
        },
        reference: 0,
        width: 460,
        none: 'the taxonomy has no feature',
      },
    ),
  }
}
