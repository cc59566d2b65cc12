import {
  type ClusteredCouple,
  type ClusteredSample,
  clusteredDifferenceVariance,
  clusteredVariance,
} from './clustered-sample.ts'
import { studentPValue } from './distributions.ts'
import { type Sample, type Sums, sampleOfSums } from './sample.ts'
import type { Summary } from './summary.ts'
import type { TestResult } from './test-result.ts'

export type TTest = TestResult & { degreesOfFreedom: number }

/** Null when there is no spread, or (as in R) none but what rounding means of this size would leave. */
const tTest = (
  difference: number,
  standardError: number,
  degreesOfFreedom: number,
  scale: number,
): TTest | null => {
  if (standardError <= 10 * Number.EPSILON * scale) return null
  const statistic = difference / standardError
  return { statistic, pValue: studentPValue(statistic, degreesOfFreedom), degreesOfFreedom }
}

/**
 * Is the mean 0? Takes what `summarize` returns; null below two values or without spread. R: `t.test(x)`.
 */
export const oneSampleTTest = (
  summary: Pick<Summary, 'count' | 'mean' | 'standardDeviation'>,
): TTest | null => {
  const { count, mean, standardDeviation } = summary
  if (mean === null || standardDeviation === null) return null
  return tTest(mean, standardDeviation / Math.sqrt(count), count - 1, Math.abs(mean))
}

/**
 * Paired t-test from the sums of the differences, for differences that are small integers; null below two
 * pairs or without spread. R: `t.test(a, b, paired = TRUE)`.
 */
export const pairedTTest = (differences: Sums): TTest | null => {
  const { count, mean, variance } = sampleOfSums(differences)
  if (mean === null || variance === null) return null
  return tTest(mean, Math.sqrt(variance / count), count - 1, Math.abs(mean))
}

/**
 * Have both samples the same mean? Positive when a's is larger. Student's with the pooled variance, n_a + n_b − 2 df.
 * Null when a sample is empty, both are single, or neither has spread. R: `t.test(a, b, var.equal = TRUE)`.
 */
export const twoSampleTTest = (a: Sample, b: Sample): TTest | null => {
  if (a.mean === null || b.mean === null) return null
  const degreesOfFreedom = a.count + b.count - 2
  if (degreesOfFreedom < 1) return null
  const squares = (a.count - 1) * (a.variance ?? 0) + (b.count - 1) * (b.variance ?? 0)
  const pooled = squares / degreesOfFreedom
  const standardError = Math.sqrt(pooled * (1 / a.count + 1 / b.count))
  const scale = Math.max(Math.abs(a.mean), Math.abs(b.mean))
  return tTest(a.mean - b.mean, standardError, degreesOfFreedom, scale)
}

/** A variance this small beside that of independent values is what rounding leaves where clusters cancel. */
const ROUNDING = 1e-12

const clusteredTest = (
  difference: number,
  variance: number | null,
  { clusters, independent, scale }: { clusters: number; independent: number | null; scale: number },
): TTest | null => {
  if (variance === null || variance <= ROUNDING * (independent ?? 0)) return null
  return tTest(difference, Math.sqrt(variance), clusters - 1, scale)
}

/**
 * Is the mean 0? Clusters − 1 df; null below two clusters or without spread between them. `variance`: of the values.
 * R: `coeftest(m <- lm(x ~ 1), vcovCL(m, cluster, type = 'HC1'), df = clusters - 1)`
 */
export const clusteredTTest = (sample: ClusteredSample, variance: number | null): TTest | null => {
  const { count, mean, clusters } = sample
  if (mean === null) return null
  const independent = variance === null ? null : variance / count
  return clusteredTest(mean, clusteredVariance(sample), { clusters, independent, scale: Math.abs(mean) })
}

/**
 * Have two shares the same size? Positive when a's is larger; clusters − 1 df; null where nothing varies.
 * R: `coeftest(m <- lm(c(a, b) ~ which), vcovCL(m, cluster, type = 'HC1'), df = clusters - 1)`
 */
export const clusteredTwoSampleTTest = (
  a: ClusteredSample,
  b: ClusteredSample,
  couple: ClusteredCouple,
): TTest | null => {
  if (a.mean === null || b.mean === null) return null
  const of = ({ mean, count }: ClusteredSample) => ((mean as number) * (1 - (mean as number))) / count
  const { clusters } = couple
  const difference = a.mean - b.mean
  return clusteredTest(difference, clusteredDifferenceVariance(a, b, couple), {
    clusters,
    independent: of(a) + of(b),
    scale: Math.max(a.mean, b.mean),
  })
}
