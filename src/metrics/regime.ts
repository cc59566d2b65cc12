import { REGIMES, type Regime } from '../domain/regime.ts'
import { type Index, preferenceOf, regimeOf } from '../pairs/terms.ts'
import { crossed } from './counts.ts'
import { type AgreementRate, agreementRate, agreementShare } from './labeler-agreement-rate.ts'
import { extentOf, lacking, rewardsOf } from './lacking.ts'
import type { Metric, Model } from './metric.ts'
import { sampledByPrompt } from './samples.ts'

/** A column of Table 1. `prevalence`: among the pairs that both models have scored. */
export type RegimeSummary = {
  regime: Regime
  pairs: number
  prevalence: number | null
  labelerAgreement: AgreementRate
  reason: string | null
}

/** Table 1, in the order of REGIMES. */
export const regimes: Metric<{ before: Model; after: Model; labeler: Index }, RegimeSummary[]> = async (
  { pairs },
  { before, after, labeler },
) => {
  const joint = await crossed(pairs, regimeOf(before.index, after.index), preferenceOf(labeler))
  const counts = REGIMES.map((_, regime) => joint[regime].reduce((sum, count) => sum + count, 0))
  const scored = counts.reduce((sum, count) => sum + count, 0)
  const sampled = await sampledByPrompt(
    pairs,
    REGIMES.map((_, regime) => ({
      term: agreementShare(labeler),
      where: { code: regimeOf(before.index, after.index), isOneOf: [regime] },
    })),
  )
  const extent = await extentOf(pairs)
  const none =
    lacking(extent, rewardsOf(before, after)) ?? 'no pair of the slice has both rewards of both models'
  const unlabeled =
    lacking(extent, [{ preference: labeler }]) ??
    'no pair of this regime has labels of its target features on both entries'
  return REGIMES.map((name, index) => {
    const [CHOSEN, REJECTED, INDIFFERENT] = joint[index]
    return {
      regime: name,
      pairs: counts[index],
      prevalence: scored > 0 ? counts[index] / scored : null,
      labelerAgreement: agreementRate(
        { CHOSEN, REJECTED, INDIFFERENT },
        scored === 0 ? none : counts[index] === 0 ? 'no pair has this regime' : unlabeled,
        sampled?.samples[index],
      ),
      reason: scored > 0 ? null : none,
    }
  })
}
