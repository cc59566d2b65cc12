import type { Interval } from '../../metrics/result-types.ts'
import type { Estimated } from './estimated-rows.ts'
import type { Series } from './theme.ts'

/** Of shares of pairs that are a half by chance. */
export const SHARES = {
  x: { title: 'share of pairs', format: '.0%', domain: [0, 1] },
  reference: 0.5,
} as const

/** A share with its interval; filled where that leaves chance out. */
export const estimatedShare = (
  series: Series,
  { value, interval, reason }: { value: number | null; interval: Interval | null; reason: string | null },
): Estimated => ({
  series,
  value,
  interval,
  filled: interval !== null && (interval.lower > SHARES.reference || interval.upper < SHARES.reference),
  reason,
})
