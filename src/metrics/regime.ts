import { PREFERENCES } from '../domain/preference.ts'
import { REGIMES, type Regime } from '../domain/regime.ts'
import type { Slice } from '../frame/slice.ts'
import { type AgreementRate, agreementRate } from './labeler-agreement-rate.ts'
import { BOTH_MODELS, type Extent, extentOf, lacking } from './lacking.ts'

/** A column of Table 1. `prevalence`: among the pairs that both models have scored. */
export type RegimeSummary = {
  regime: Regime
  pairs: number
  prevalence: number | null
  labelerAgreement: AgreementRate
  reason: string | null
}

/** Table 1, in the order of REGIMES. */
export const regimes = (slice: Slice): RegimeSummary[] => {
  const { view, rows } = slice
  const { regime, preference } = view
  const pairs = REGIMES.map(() => 0)
  const joint = REGIMES.map(() => PREFERENCES.map(() => 0))
  for (const row of rows) {
    if (regime[row] < 0) continue
    pairs[regime[row]]++
    if (preference[row] >= 0) joint[regime[row]][preference[row]]++
  }
  return regimesOf(pairs, joint, extentOf(slice))
}

/** From the pairs of each regime, and those of each preference among them: in the order of REGIMES and PREFERENCES. */
export const regimesOf = (
  pairs: readonly number[],
  joint: readonly (readonly number[])[],
  extent: Extent,
): RegimeSummary[] => {
  const scored = pairs.reduce((sum, count) => sum + count, 0)
  const none = lacking(extent, BOTH_MODELS) ?? 'no pair of the slice has both rewards of both models'
  const unlabeled =
    lacking(extent, ['PREFERENCE']) ??
    'no pair of this regime has labels of its target features on both entries'
  return REGIMES.map((name, index) => {
    const [CHOSEN, REJECTED, INDIFFERENT] = joint[index]
    return {
      regime: name,
      pairs: pairs[index],
      prevalence: scored > 0 ? pairs[index] / scored : null,
      labelerAgreement: agreementRate(
        { CHOSEN, REJECTED, INDIFFERENT },
        scored === 0 ? none : pairs[index] === 0 ? 'no pair has this regime' : unlabeled,
      ),
      reason: scored > 0 ? null : none,
    }
  })
}
