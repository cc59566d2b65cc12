import { clipped } from '../domain/clipped.ts'
import { counted } from '../domain/words.ts'
import type { LabelerAgreement } from '../metrics/labeler-agreement.ts'
import { beside } from './drawing/beside.ts'
import type { Estimated } from './drawing/estimated-rows.ts'
import { intervals } from './drawing/intervals.ts'
import { AGREEMENT, KAPPA, type Series } from './drawing/theme.ts'
import { figure } from './figure.ts'

const domainOf = (rows: readonly LabelerAgreement[]): [number, number] => {
  const lowest = Math.min(0, ...rows.map(({ kappa }) => kappa ?? 0))
  return [lowest < 0 ? Math.max(-1, Math.floor(lowest * 10) / 10) : 0, 1]
}

const point = (series: Series, value: number | null, reason: string | null): Estimated => ({
  series,
  value,
  interval: null,
  filled: true,
  reason,
})

/** A panel for each other labeler. */
export const labelerAgreement = figure({
  name: 'LABELER_AGREEMENT',
  about: "How far other labelers say the same as the audit's (Figure 11 of the paper).",
  title: 'Labelers compared',
  args: ['with'],
  needs: ['LABELS'],
  ask: ({ ask, args: { with: others } }) =>
    Promise.all(others.map(({ index: labeler }) => ask('labelerAgreement', { labeler }))),
  draw: (agreements, { args: { with: others }, features }) => {
    const panels = agreements.map((rows, index) => {
      const most = Math.max(0, ...rows.map(({ entries }) => entries))
      return intervals(
        rows.map(({ feature, agreement, kappa, reason }) => ({
          label: features[feature].title,
          estimates: [
            point(AGREEMENT, agreement, agreement === null ? reason : null),
            point(KAPPA, kappa, reason),
          ],
        })),
        {
          name: `features${index}`,
          title: `${clipped(others[index].name, 60)} (${counted(most, 'entry', 'entries')})`,
          series: [AGREEMENT, KAPPA],
          x: { title: 'share of entries, and kappa', domain: domainOf(rows) },
          reference: 0,
          width: others.length > 1 ? 300 : 460,
          none: 'the taxonomy has no feature',
        },
      )
    })
    return {
      title: 'Stability of the labels: how far other labelers say the same',
      notes: [
        'Agreement: share of the entries that both labeled on which they say the same. Cohen’s kappa: the same beyond chance; 0 is chance, 1 always.',
      ],
      ...beside(panels, { columns: 2, none: 'there is no labeler to compare with' }),
    }
  },
})
