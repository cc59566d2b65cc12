import { PREFERENCES, type Preference } from '../domain/preference.ts'
import { REGIMES, type Regime } from '../domain/regime.ts'
import type { RegimeSummary } from '../metrics/regime.ts'
import type { Histogram } from '../metrics/result-types.ts'
import { angleDomain, angleTicks } from './angles.ts'
import { beside } from './beside.ts'
import { histogramPanel, mostIn } from './histograms.ts'
import { capitalized, counted, percent, wordsOf } from './text.ts'
import { CHOSEN, GREY, REJECTED } from './theme.ts'
import type { Drawing } from './vega-lite.ts'

const LOOKS: Record<Preference, { color: string; text: string }> = {
  CHOSEN: { color: CHOSEN.color, text: 'prefers chosen' },
  REJECTED: { color: REJECTED.color, text: 'prefers rejected' },
  INDIFFERENT: { color: GREY, text: 'is indifferent' },
}

export type ShiftsOf = { regime: Regime; preference: Preference; histogram: Histogram }

const headOf = ({ regime, prevalence, labelerAgreement }: RegimeSummary): string[] => {
  const { rate, agree, disagree } = labelerAgreement
  return [
    capitalized(wordsOf(regime)),
    prevalence === null ? 'no pair' : `${percent(prevalence)} of pairs`,
    rate === null
      ? 'agreement unknown'
      : `agrees on ${percent(rate)} of ${counted(agree + disagree, 'pair')}`,
  ]
}

/** Figure 4, with INDIFFERENT Figures 17 and 18: a column for each regime, a row for each of some preferences. */
export const shiftsByRegime = (summaries: readonly RegimeSummary[], shifts: readonly ShiftsOf[]): Drawing => {
  const rows = PREFERENCES.filter((one) => shifts.some(({ preference }) => preference === one))
  const domain = angleDomain(shifts.map(({ histogram }) => histogram))
  const most = mostIn(shifts.map(({ histogram }) => histogram))
  const panels = rows.flatMap((preference, row) =>
    REGIMES.map((regime, column) => {
      const found = shifts.find((one) => one.regime === regime && one.preference === preference)
      const summary = summaries.find((one) => one.regime === regime)
      const { color, text } = LOOKS[preference]
      return histogramPanel(found?.histogram ?? { edges: [], counts: [] }, {
        ...(row === 0 && summary ? { title: headOf(summary) } : {}),
        color,
        x: {
          title: row === rows.length - 1 ? 'reward shift, in degrees' : null,
          domain,
          ticks: angleTicks(domain),
        },
        y: { title: column === 0 ? ['pairs, labeler', text] : null, most },
        width: 175,
        height: 150,
        none: 'no such pair',
        where: (gte, lte) => ({ regime: [regime], preference: [preference], rewardShift: { gte, lte } }),
      })
    }),
  )
  return {
    title: 'Reward shifts by alignment regime and by the labeler’s preference',
    notes: [
      'Agreement of the labeler with the human: among the pairs on which it is not indifferent. Shifts: angles from the pre to the post reward vector.',
    ],
    ...beside(panels, { columns: REGIMES.length, none: 'no preference was asked for' }),
  }
}
