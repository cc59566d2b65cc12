import { normalProbability, normalQuantile, studentProbability, studentQuantile } from './distributions.ts'
import type { Reference } from './wald.ts'

/** On which side of a bound a number may be shown to lie. */
export type Direction = 'ABOVE' | 'BELOW'

/**
 * p-value of a number's lying above a bound, or below it, by its distance in standard errors.
 * R: `pt((estimate - bound) / error, df, lower.tail = FALSE)`, `pnorm`; BELOW: the lower tail
 */
export const oneSidedPValue = (
  { estimate, standardError, reference }: { estimate: number; standardError: number; reference: Reference },
  bound: number,
  direction: Direction,
): number => {
  const distance = (direction === 'ABOVE' ? bound - estimate : estimate - bound) / standardError
  return reference === 'NORMAL'
    ? normalProbability(distance)
    : studentProbability(distance, reference.degreesOfFreedom)
}

/**
 * How far from a bound, in standard errors, a number lies that a one-sided test at a level finds with a power.
 * R: `qnorm(level) + qnorm(power)`, `qt(level, df) + qt(power, df)`
 */
export const detectableDistance = (reference: Reference, level: number, power: number): number => {
  const quantile = (p: number) =>
    reference === 'NORMAL' ? normalQuantile(p) : -studentQuantile(1 - p, reference.degreesOfFreedom)
  return quantile(level) + quantile(power)
}
