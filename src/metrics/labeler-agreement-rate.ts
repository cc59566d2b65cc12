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

export const agreementRate = (counts: Record<Preference, number>): AgreementRate => {
  const { CHOSEN: agree, REJECTED: disagree, INDIFFERENT: indifferent } = counts
  const decided = agree + disagree
  const rate = decided > 0 ? agree / decided : null
  return { agree, disagree, indifferent, rate, reason: decided > 0 ? null : 'the labeler prefers no entry' }
}

export const agreementRateInterval = ({ agree, disagree }: AgreementRate, level: number): Interval | null =>
  wilsonInterval(agree, agree + disagree, level)
