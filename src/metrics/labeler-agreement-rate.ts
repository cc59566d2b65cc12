import type { Preference } from '../domain/preference.ts'
import type { Interval } from '../stats/interval.ts'
import { wilsonInterval } from '../stats/wilson.ts'

/** How often the labeler prefers what the human chose. `rate` leaves out the pairs on which it is indifferent. */
export type AgreementRate = {
  agree: number
  disagree: number
  indifferent: number
  rate: number | null
  reason: string | null
}

/** `none`: why there may be no pair on which the labeler's preference is known. */
export const agreementRate = (counts: Record<Preference, number>, none: string): AgreementRate => {
  const { CHOSEN: agree, REJECTED: disagree, INDIFFERENT: indifferent } = counts
  const decided = agree + disagree
  const rate = decided > 0 ? agree / decided : null
  const undecided = indifferent > 0 ? 'the labeler is indifferent wherever its preference is known' : none
  return { agree, disagree, indifferent, rate, reason: decided > 0 ? null : undecided }
}

export const agreementRateInterval = ({ agree, disagree }: AgreementRate, level: number): Interval | null =>
  wilsonInterval(agree, agree + disagree, level)
