import type { Preference } from '../domain/preference.ts'
import { type Interval, wilsonInterval } from '../stats/wilson.ts'

/** How often the labeler prefers what the human chose. `rate` leaves out the pairs on which it is indifferent. */
export type AgreementRate = { agree: number; disagree: number; indifferent: number; rate: number | null }

export const agreementRate = (counts: Record<Preference, number>): AgreementRate => {
  const { CHOSEN: agree, REJECTED: disagree, INDIFFERENT: indifferent } = counts
  const decided = agree + disagree
  return { agree, disagree, indifferent, rate: decided > 0 ? agree / decided : null }
}

export const agreementRateInterval = ({ agree, disagree }: AgreementRate, level: number): Interval | null =>
  wilsonInterval(agree, agree + disagree, level)
