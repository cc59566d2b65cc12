import { normalPValue, normalQuantile, studentPValue, studentQuantile } from './distributions.ts'
import type { Interval } from './interval.ts'

/** Of an estimate divided by its error: Student's t with so many degrees of freedom, or the standard normal. */
export type Reference = { degreesOfFreedom: number } | 'NORMAL'

export type WaldTest = {
  standardError: number
  statistic: number
  pValue: number
  confidenceInterval: Interval
}

/**
 * Wald test of an estimate against 0 and its interval, estimate ± quantile × error. Null without an error or
 * degrees of freedom. R: `lmtest::coeftest(m, vcov = V, df = df)`, `coefci`.
 */
export const waldTest = (
  estimate: number,
  standardError: number,
  reference: Reference,
  level: number,
): WaldTest | null => {
  const tail = (1 - level) / 2
  if (!(standardError > 0 && Number.isFinite(standardError))) return null
  if (reference !== 'NORMAL' && !(reference.degreesOfFreedom > 0)) return null
  const statistic = estimate / standardError
  const [pValue, quantile] =
    reference === 'NORMAL'
      ? [normalPValue(statistic), -normalQuantile(tail)]
      : [
          studentPValue(statistic, reference.degreesOfFreedom),
          -studentQuantile(tail, reference.degreesOfFreedom),
        ]
  const half = quantile * standardError
  const confidenceInterval = { level, lower: estimate - half, upper: estimate + half }
  return { standardError, statistic, pValue, confidenceInterval }
}
