import type { Preference } from '../domain/preference.ts'
import { STAGES } from '../domain/stage.ts'
import { counted, percent } from '../domain/words.ts'
import { alignmentInterval } from '../metrics/alignment.ts'
import { agreementRateInterval } from '../metrics/labeler-agreement-rate.ts'
import { beside } from './drawing/beside.ts'
import { withoutEmptySeries } from './drawing/estimated-rows.ts'
import { intervals } from './drawing/intervals.ts'
import { capitalized, wordsOf } from './drawing/text.ts'
import { AGREEMENT, MODELS } from './drawing/theme.ts'
import { figure } from './figure.ts'

const LEVEL = 0.95

const PREFERS: Record<Preference, string> = {
  CHOSEN: 'labeler prefers chosen',
  REJECTED: 'labeler prefers rejected',
  INDIFFERENT: 'labeler indifferent',
}

/** How well the models are aligned where the labeler prefers what, and how it agrees with the human where training did what. */
export const agreement = figure({
  name: 'AGREEMENT',
  about: 'How the human, the labeler and both models agree (Figure 16 of the paper).',
  title: 'Agreement',
  args: [],
  needs: ['EITHER_MODEL', 'PREFERENCE'],
  ask: ({ ask }) => Promise.all([ask('preferences', {}), ask('regimes', {})]),
  draw: ([preferences, regimes]) => {
    const byPreference = preferences.map(({ preference, share, alignment }) => ({
      label: `${PREFERS[preference]}${share === null ? '' : ` (${percent(share)})`}`,
      estimates: STAGES.map((stage) => ({
        series: MODELS[stage],
        value: alignment[stage].score,
        interval: alignmentInterval(alignment[stage], LEVEL),
        filled: true,
        reason: alignment[stage].reason,
        short: 'no such pair with rewards',
      })),
    }))
    const byRegime = regimes.map(({ regime, labelerAgreement }) => {
      const { agree, disagree, rate, reason } = labelerAgreement
      const interval = agreementRateInterval(labelerAgreement, LEVEL)
      return {
        label: `${capitalized(wordsOf(regime))} (${counted(agree + disagree, 'pair')})`,
        estimates: [{ series: AGREEMENT, value: rate, interval, filled: true, reason }],
      }
    })
    const shown = withoutEmptySeries(
      byPreference,
      STAGES.map((stage) => MODELS[stage]),
    )
    return {
      title: 'Agreement of the human, the labeler and the models',
      notes: [
        'Left: share of pairs on which a model prefers what the human chose. Right: share on which the labeler does, of the pairs on which it is not indifferent. Bars: 95% Wilson intervals.',
        ...shown.notes,
      ],
      ...beside(
        [
          intervals(shown.rows, {
            name: 'preferences',
            title: 'Alignment of the models',
            series: shown.series,
            x: { title: 'alignment score: share of pairs', format: '.0%', domain: [0, 1] },
            reference: 0.5,
            width: 280,
            none: 'there is no preference',
          }),
          intervals(byRegime, {
            name: 'regimes',
            title: 'Agreement of the labeler with the human',
            series: [AGREEMENT],
            x: { title: 'agreement rate: share of pairs', format: '.0%', domain: [0, 1] },
            reference: 0.5,
            width: 280,
            none: 'there is no regime',
          }),
        ],
        { columns: 2, looks: 'independent' },
      ),
    }
  },
})
