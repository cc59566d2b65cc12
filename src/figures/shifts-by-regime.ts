import { PREFERENCES, type Preference } from '../domain/preference.ts'
import { REGIMES } from '../domain/regime.ts'
import { DEPENDS_ON_ZERO } from '../domain/reward-units.ts'
import { STAGES } from '../domain/stage.ts'
import { counted, percent } from '../domain/words.ts'
import type { RegimeSummary } from '../metrics/regime.ts'
import { angleDomain, angleTicks } from './drawing/angles.ts'
import { beside } from './drawing/beside.ts'
import { histogramPanel, mostIn } from './drawing/histograms.ts'
import { capitalized, wordsOf } from './drawing/text.ts'
import { CHOSEN, GREY, REJECTED } from './drawing/theme.ts'
import { figure } from './figure.ts'

/** Of 10 degrees. */
const BINS = 36

const LOOKS: Record<Preference, { color: string; text: string }> = {
  CHOSEN: { color: CHOSEN.color, text: 'prefers chosen' },
  REJECTED: { color: REJECTED.color, text: 'prefers rejected' },
  INDIFFERENT: { color: GREY, text: 'is indifferent' },
}

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

/** A row for each preference, a column for each regime. */
export const shiftsByRegime = figure({
  name: 'SHIFTS_BY_REGIME',
  about: `Reward shifts by what training did to the pair and by the labeler's preference (Figure 4 of the paper). ${DEPENDS_ON_ZERO}`,
  title: 'Shifts by regime',
  args: ['preference'],
  needs: [...STAGES, 'PREFERENCE'],
  ask: ({ ask, args }) => {
    const preferences = PREFERENCES.filter((preference) => args.preference.includes(preference))
    const shifts = preferences.flatMap((preference) =>
      REGIMES.map(async (regime) => {
        const selection = { regime: [regime], preference: [preference] }
        const histogram = await ask('rewardShiftHistogram', { ...selection, bins: BINS })
        return { regime, preference, histogram }
      }),
    )
    // At once: one that fails while another is waited for would be nobody's to catch.
    return Promise.all([ask('regimes', {}), Promise.all(shifts)])
  },
  draw: ([summaries, shifts]) => {
    const histograms = shifts.map(({ histogram }) => histogram)
    const domain = angleDomain(histograms)
    const most = mostIn(histograms)
    const last = shifts.length - REGIMES.length
    const panels = shifts.map(({ regime, preference, histogram }, index) => {
      const summary = index < REGIMES.length && summaries.find((one) => one.regime === regime)
      const { color, text } = LOOKS[preference]
      return histogramPanel(histogram, {
        ...(summary ? { title: headOf(summary) } : {}),
        color,
        x: {
          title: index >= last ? 'reward shift, in degrees' : null,
          domain,
          ticks: angleTicks(domain),
        },
        y: { title: index % REGIMES.length === 0 ? ['pairs, labeler', text] : null, most },
        width: 175,
        height: 150,
        none: 'no such pair',
        where: (gte, lte) => ({ regime: [regime], preference: [preference], rewardShift: { gte, lte } }),
      })
    })
    return {
      title: 'Reward shifts by alignment regime and by the labeler’s preference',
      notes: [
        'Agreement of the labeler with the human: among the pairs on which it is not indifferent. Shifts: angles from the pre to the post reward vector.',
      ],
      ...beside(panels, { columns: REGIMES.length, none: 'no preference was asked for' }),
    }
  },
})
