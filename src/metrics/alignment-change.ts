import { REGIMES } from '../domain/regime.ts'
import { type NumberTerm, regimeOf } from '../pairs/terms.ts'
import type { ClusteredSample } from '../stats/clustered-sample.ts'
import { mcnemarTest } from '../stats/mcnemar.ts'
import { sampleOfSums } from '../stats/sample.ts'
import { clusteredTTest } from '../stats/t-test.ts'
import type { TestResult } from '../stats/test-result.ts'
import { byCode } from './counts.ts'
import { extentOf, lacking, rewardsOf } from './lacking.ts'
import type { Metric, Model } from './metric.ts'
import { ONE_PROMPT, sampledByPrompt, sharesPrompts } from './samples.ts'

/** `changed`: pairs that became aligned, or reversed their alignment. */
export type AlignmentChange = { changed: number; test: TestResult | null; reason: string | null }

/** The alignment of the one model less that of the other: 1, 0 or −1. */
const changeOf = (before: Model, after: Model): NumberTerm => ({
  number: 'SCORE',
  of: regimeOf(before.index, after.index),
  scores: REGIMES.map((regime) =>
    regime === 'BECAME_ALIGNED' ? 1 : regime === 'REVERSED_ALIGNMENT' ? -1 : 0,
  ),
})

/** The t-test of the mean change, with prompts for clusters. */
const clusteredChangeTest = (sample: ClusteredSample, changed: number): AlignmentChange => {
  const { count, mean } = sample
  const { variance } = sampleOfSums({ count, sum: count * (mean ?? 0), sumOfSquares: changed })
  const test = clusteredTTest(sample, variance)
  const same = variance === 0 ? 'every pair changed alike' : 'the changes cancel within prompts'
  const reason = sample.clusters < 2 ? ONE_PROMPT : same
  return { changed, test, reason: test ? null : reason }
}

/**
 * McNemar's exact test of one model's alignment against another's: became aligned against reversed. Where pairs share
 * prompts, the t-test of the mean change counts these.
 */
export const alignmentChange: Metric<{ before: Model; after: Model }, AlignmentChange> = async (
  { pairs },
  { before, after },
) => {
  const counts = await byCode(pairs, regimeOf(before.index, after.index))
  const [became, reversed] = (['BECAME_ALIGNED', 'REVERSED_ALIGNMENT'] as const).map(
    (regime) => counts[REGIMES.indexOf(regime)],
  )
  const changed = became + reversed
  const test = mcnemarTest(became, reversed)
  const [sample] = (await sampledByPrompt(pairs, [{ term: changeOf(before, after) }]))?.samples ?? []
  if (test && sharesPrompts(sample)) return clusteredChangeTest(sample, changed)
  if (test) return { changed, test, reason: null }
  const reason = counts.some((count) => count > 0)
    ? 'no pair became aligned, and none reversed its alignment'
    : (lacking(await extentOf(pairs), rewardsOf(before, after)) ??
      'no pair of the slice has both rewards of both models')
  return { changed, test, reason }
}
