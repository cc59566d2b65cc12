import { normalQuantile } from './distributions.ts'
import { assertLevel, type Interval } from './interval.ts'

/**
 * Wilson's score interval of a proportion; null when n is 0. The ends are the roots of a quadratic, the
 * lower one by way of their product, so that no digits cancel.
 * R: `prop.test(successes, n, conf.level = level, correct = FALSE)$conf.int`.
 *
 * @param designEffect By how much the share varies more than among independent trials, so that n / designEffect count;
 *   null: nothing tells, and there is no interval.
 * @throws InvalidInput when the level isn't strictly between 0 and 1.
 */
export const wilsonInterval = (
  successes: number,
  n: number,
  level: number,
  designEffect: number | null = 1,
): Interval | null => {
  assertLevel(level)
  if (n === 0 || designEffect === null) return null
  const z = normalQuantile((1 - level) / 2)
  const share = successes / n
  const rest = (n - successes) / n
  const counted = n / designEffect
  const spread = z ** 2 / (2 * counted)
  const half = Math.sqrt(z ** 2 * ((share * rest) / counted) + spread ** 2)
  const lower = successes === 0 ? 0 : share ** 2 / (share + spread + half)
  const upper = successes === n ? 1 : (share + spread + half) / (1 + 2 * spread)
  return { level, lower, upper }
}
