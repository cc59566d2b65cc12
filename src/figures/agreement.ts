import type { Preference } from '../domain/preference.ts'
import type { Regime } from '../domain/regime.ts'
import { STAGES, type Stage } from '../domain/stage.ts'
import type { Alignment } from '../metrics/alignment.ts'
import type { AgreementRate } from '../metrics/labeler-agreement-rate.ts'
import type { Interval } from '../metrics/result-types.ts'
import { beside } from './beside.ts'
import { withoutEmptySeries } from './estimated-rows.ts'
import { intervals } from './intervals.ts'
import { capitalized, counted, percent, wordsOf } from './text.ts'
import { AGREEMENT, POST, PRE } from './theme.ts'
import type { Drawing } from './vega-lite.ts'

type Known<T> = T & { interval: Interval | null }

export type AlignmentBy = {
  preference: Preference
  share: number | null
  alignment: Record<Stage, Known<Alignment>>
}
export type AgreementBy = { regime: Regime; pairs: number; agreement: Known<AgreementRate> }

const PREFERS: Record<Preference, string> = {
  CHOSEN: 'labeler prefers chosen',
  REJECTED: 'labeler prefers rejected',
  INDIFFERENT: 'labeler indifferent',
}

/** Figure 16: how well the models are aligned where the labeler prefers what, and how it agrees with the human where training did what. */
export const agreement = (
  byPreference: readonly AlignmentBy[],
  byRegime: readonly AgreementBy[],
): Drawing => {
  const { rows, series, notes } = withoutEmptySeries(
    byPreference.map(({ preference, share, alignment }) => ({
      label: `${PREFERS[preference]}${share === null ? '' : ` (${percent(share)})`}`,
      estimates: STAGES.map((stage) => ({
        series: stage === 'PRE' ? PRE : POST,
        value: alignment[stage].score,
        interval: alignment[stage].interval,
        filled: true,
        reason: alignment[stage].reason,
        short: 'no such pair with rewards',
      })),
    })),
    [PRE, POST],
  )
  return {
    title: 'Agreement of the human, the labeler and the models',
    notes: [
      'Left: share of pairs on which a model prefers what the human chose. Right: share on which the labeler does, of the pairs on which it is not indifferent. Bars: 95% Wilson intervals.',
      ...notes,
    ],
    ...beside(
      [
        intervals(rows, {
          name: 'preferences',
          title: 'Alignment of the models',
          series,
          x: { title: 'alignment score: share of pairs', format: '.0%', domain: [0, 1] },
          reference: 0.5,
          width: 280,
          none: 'there is no preference',
        }),
        intervals(
          byRegime.map(({ regime, agreement }) => ({
            label: `${capitalized(wordsOf(regime))} (${counted(agreement.agree + agreement.disagree, 'pair')})`,
            estimates: [
              {
                series: AGREEMENT,
                value: agreement.rate,
                interval: agreement.interval,
                filled: true,
                reason: agreement.reason,
              },
            ],
          })),
          {
            name: 'regimes',
            title: 'Agreement of the labeler with the human',
            series: [AGREEMENT],
            x: { title: 'agreement rate: share of pairs', format: '.0%', domain: [0, 1] },
            reference: 0.5,
            width: 280,
            none: 'there is no regime',
          },
        ),
      ],
      { columns: 2, looks: 'independent' },
    ),
  }
}
