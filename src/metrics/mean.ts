import { type ClusteredSample, clusteredVariance } from '../stats/clustered-sample.ts'
import { assertLevel } from '../stats/interval.ts'
import type { Summary } from '../stats/summary.ts'
import { clusteredTTest, oneSampleTTest, type TTest } from '../stats/t-test.ts'
import { waldTest } from '../stats/wald.ts'
import { type Estimate, estimateOf } from './regression-result.ts'
import { ONE_PROMPT, sharesPrompts } from './samples.ts'

/** What a mean and its test are made of. */
type Spread = Pick<Summary, 'count' | 'mean' | 'standardDeviation'>

/** A mean with its test against 0; without a test there is no error. */
export type Mean = { mean: number | null; standardError: number | null; test: TTest | null }

/**
 * `sample`: of the same numbers by prompt, where prompts have several pairs. R: `t.test(x)`; where pairs share prompts
 * `vcovCL(m <- lm(x ~ 1), cluster = prompt, type = 'HC1')`, t with prompts − 1 df
 */
export const meanOf = (summary: Spread, sample?: ClusteredSample): Mean => {
  const { count, mean, standardDeviation } = summary
  const variance = standardDeviation === null ? null : standardDeviation ** 2
  if (sharesPrompts(sample)) {
    const test = clusteredTTest(sample, variance)
    const square = clusteredVariance(sample)
    return { mean, standardError: test && square !== null ? Math.sqrt(square) : null, test }
  }
  const test = oneSampleTTest(summary)
  return {
    mean,
    standardError: test && standardDeviation ? standardDeviation / Math.sqrt(count) : null,
    test,
  }
}

/** Why a mean of some pairs has no test; `called`: what the numbers are. */
export const withoutTest = (
  called: string,
  { count, standardDeviation }: Spread,
  sample?: ClusteredSample,
) => {
  if (count === 1) return 'one pair has no spread'
  if (!sharesPrompts(sample) || standardDeviation === 0) return `all ${called} are equal`
  return sample.clusters < 2 ? ONE_PROMPT : `the ${called} cancel within prompts`
}

/** @throws InvalidInput when the level isn't strictly between 0 and 1. */
export const meanEstimate = ({ mean, standardError, test }: Mean, level: number): Estimate => {
  assertLevel(level)
  if (mean === null) return estimateOf(null)
  const wald = test && standardError !== null ? waldTest(mean, standardError, test, level) : null
  return estimateOf({ estimate: mean, ...wald })
}
