import type { Coincidences } from '../pairs/pairs.ts'
import type { Index } from '../pairs/terms.ts'
import { type ClusteredSample, sampleOfClusters } from '../stats/clustered-sample.ts'
import type { ErrorType } from '../stats/covariance.ts'
import { mcnemarTest } from '../stats/mcnemar.ts'
import type { Correction } from '../stats/p-adjust.ts'
import { sampleOfSums } from '../stats/sample.ts'
import { meanEstimate, meanOf, withoutTest } from './mean.ts'
import type { Estimate } from './regression-result.ts'
import { sharesPrompts } from './samples.ts'

/** `errors`: PROMPT clusters by prompt; the others take each pair, which has one value here, for independent. */
export type ComparisonOptions = { level: number; correction: Correction; errors: ErrorType }

export const DEFAULT_COMPARISON: ComparisonOptions = { level: 0.95, correction: 'HOLM', errors: 'PROMPT' }

/** Two models (their indices) on the same pairs; `difference`: of their alignment scores, first minus second. */
export type ModelComparison = {
  first: Index
  second: Index
  /** Pairs on which only that one is aligned. */
  onlyFirst: number
  onlySecond: number
  difference: Estimate
  pValue: number | null
  reason: string | null
}

/** Of every pair, then of each model being aligned. */
type Alignments = Coincidences

/** 1 where a model (its place among the conditions) is aligned, else 0. */
export const sampleOf = ({ prompts, byPair, byPrompt }: Alignments, at: number): ClusteredSample =>
  sampleOfClusters(byPair[0][0], prompts, {
    sum: byPair[0][at],
    squares: byPrompt[at][at],
    bySize: byPrompt[0][at],
    sizes: byPrompt[0][0],
  })

/** 1 where only the one model is aligned, −1 where only the other, else 0. */
const differenceOf = ({ prompts, byPair, byPrompt }: Alignments, a: number, b: number): ClusteredSample =>
  sampleOfClusters(byPair[0][0], prompts, {
    sum: byPair[0][a] - byPair[0][b],
    squares: byPrompt[a][a] + byPrompt[b][b] - 2 * byPrompt[a][b],
    bySize: byPrompt[0][a] - byPrompt[0][b],
    sizes: byPrompt[0][0],
  })

/**
 * McNemar's exact test of one model's alignment against another's; where pairs share prompts, the t-test of the mean
 * difference. R: `binom.test(onlyFirst, onlyFirst + onlySecond)`, `vcovCL(lm(d ~ 1), cluster = prompt, type = 'HC1')`
 *
 * @param places Of both among the conditions.
 * @throws InvalidInput when the level isn't strictly between 0 and 1
 */
export const comparisonOf = (
  alignments: Alignments,
  [a, b]: readonly [number, number],
  { level, errors }: ComparisonOptions,
): Omit<ModelComparison, 'first' | 'second'> => {
  const { byPair } = alignments
  const [count, both] = [byPair[0][0], byPair[a][b]]
  const [onlyFirst, onlySecond] = [byPair[a][a] - both, byPair[b][b] - both]
  const { mean, variance } = sampleOfSums({
    count,
    sum: onlyFirst - onlySecond,
    sumOfSquares: onlyFirst + onlySecond,
  })
  const spread = { count, mean, standardDeviation: variance === null ? null : Math.sqrt(variance) }
  const sample = errors === 'PROMPT' ? differenceOf(alignments, a, b) : undefined
  const difference = meanOf(spread, sample)
  const test = sharesPrompts(sample) ? difference.test : mcnemarTest(onlyFirst, onlySecond)
  const isAlike = count > 0 && onlyFirst + onlySecond === 0
  return {
    onlyFirst,
    onlySecond,
    difference: meanEstimate(difference, level),
    pValue: test?.pValue ?? null,
    reason: isAlike
      ? 'both are aligned on the same pairs'
      : difference.test
        ? null
        : count === 0
          ? 'no pair counts'
          : withoutTest('differences', spread, sample),
  }
}
