import binomial from '@stdlib/stats-base-dists-binomial-cdf'
import normal from '@stdlib/stats-base-dists-normal-cdf'
import quantile from '@stdlib/stats-base-dists-normal-quantile'
import student from '@stdlib/stats-base-dists-t-cdf'
import tQuantile from '@stdlib/stats-base-dists-t-quantile'

// All from the lower tail: 1 − cdf has no digits left beyond 1e-16.

/** Probability of at most so much by Student's t. R: `pt(t, df)`. */
export const studentProbability = (statistic: number, degreesOfFreedom: number): number =>
  student(statistic, degreesOfFreedom)

/** Probability of at most so much by the standard normal. R: `pnorm(z)`. */
export const normalProbability = (statistic: number): number => normal(statistic, 0, 1)

/** Two-sided p-value of a t statistic. R: `2 * pt(-abs(t), df)`. */
export const studentPValue = (statistic: number, degreesOfFreedom: number): number =>
  2 * student(-Math.abs(statistic), degreesOfFreedom)

/** Two-sided p-value of a standard normal statistic. R: `2 * pnorm(-abs(z))`. */
export const normalPValue = (statistic: number): number => 2 * normal(-Math.abs(statistic), 0, 1)

/**
 * Two-sided exact p-value of two counts that a fair coin would have split evenly: min(1, 2·P(X ≤ min)).
 * R: `binom.test(c(a, b))$p.value`.
 */
export const evenSplitPValue = (a: number, b: number): number =>
  Math.min(1, 2 * binomial(Math.min(a, b), a + b, 0.5))

/**
 * The standard normal quantile, for probabilities at least 1e-16 from 0 and 1. R: `qnorm(p)`.
 *
 * The library's has lost half its digits at 1e-9; two Halley steps against its cdf bring them back.
 */
export const normalQuantile = (probability: number): number => {
  if (probability > 0.5) return -normalQuantile(1 - probability)
  let z = quantile(probability, 0, 1)
  for (let step = 0; step < 2; step++) {
    const error = (normal(z, 0, 1) - probability) * Math.sqrt(2 * Math.PI) * Math.exp(z ** 2 / 2)
    z -= error / (1 + (z * error) / 2)
  }
  return z
}

/** The quantile of Student's t, for probabilities at least 1e-100 from 0. R: `qt(p, df)`. */
export const studentQuantile = (probability: number, degreesOfFreedom: number): number =>
  tQuantile(probability, degreesOfFreedom)
