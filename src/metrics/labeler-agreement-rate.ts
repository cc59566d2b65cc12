import { PREFERENCES, type Preference } from '../domain/preference.ts'
import { type Index, type NumberTerm, preferenceOf } from '../pairs/terms.ts'
import { type ClusteredSample, designEffect } from '../stats/clustered-sample.ts'
import type { Interval } from '../stats/interval.ts'
import { wilsonInterval } from '../stats/wilson.ts'
import { byCode } from './counts.ts'
import { type Extent, extentOf, lacking } from './lacking.ts'
import type { Metric } from './metric.ts'
import { ONE_PROMPT, sampledByPrompt } from './samples.ts'

/** How often the labeler prefers what the human chose. `rate` leaves out the pairs on which it is indifferent. */
export type AgreementRate = {
  agree: number
  disagree: number
  indifferent: number
  rate: number | null
  /** Of how many prompts the pairs in the rate are, and the rate's variance against that of as many independent pairs. */
  prompts: number
  designEffect: number | null
  reason: string | null
}

/** 1 where the labeler prefers the chosen entry, 0 where it prefers the rejected one. */
export const agreementShare = (labeler: Index): NumberTerm => ({
  number: 'SCORE',
  of: preferenceOf(labeler),
  scores: PREFERENCES.map((preference) => ({ CHOSEN: 1, REJECTED: 0, INDIFFERENT: null })[preference]),
})

/**
 * `none`: why there may be no pair on which the labeler's preference is known; `sample`: of agreementShare, where prompts have
 * several pairs; `undecided`: why none decides, though it is known of some.
 */
export const agreementRate = (
  counts: Record<Preference, number>,
  none: string,
  sample?: ClusteredSample,
  undecided = 'the labeler is indifferent wherever its preference is known',
): AgreementRate => {
  const { CHOSEN: agree, REJECTED: disagree, INDIFFERENT: indifferent } = counts
  const decided = agree + disagree
  const rate = decided > 0 ? agree / decided : null
  const effect = sample ? designEffect(sample) : decided > 0 ? 1 : null
  return {
    agree,
    disagree,
    indifferent,
    rate,
    prompts: sample?.clusters ?? decided,
    designEffect: effect,
    reason: decided === 0 ? (indifferent > 0 ? undecided : none) : effect === null ? ONE_PROMPT : null,
  }
}

/** Why a labeler's preference is not known of any pair. */
export const unknownPreference = (extent: Extent, labeler: Index): string =>
  lacking(extent, [{ preference: labeler }]) ??
  'no pair of the slice has labels of its target features on both entries'

/** How often a labeler prefers what the human chose. */
export const labelerAgreementRate: Metric<{ labeler: Index }, AgreementRate> = async (
  { pairs },
  { labeler },
) => {
  const counts = await byCode(pairs, preferenceOf(labeler))
  const sampled = await sampledByPrompt(pairs, [{ term: agreementShare(labeler) }])
  const [CHOSEN, REJECTED, INDIFFERENT] = counts
  const none = unknownPreference(await extentOf(pairs), labeler)
  return agreementRate({ CHOSEN, REJECTED, INDIFFERENT }, none, sampled?.samples[0])
}

/** Wilson interval of the rate, counting prompts. */
export const agreementRateInterval = (
  { agree, disagree, designEffect }: AgreementRate,
  level: number,
): Interval | null => wilsonInterval(agree, agree + disagree, level, designEffect)
