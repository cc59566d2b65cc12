import { SIDES } from '../domain/side.ts'
import type { Index } from '../pairs/terms.ts'
import { clusteredVariance } from '../stats/clustered-sample.ts'
import { assertLevel, type Interval } from '../stats/interval.ts'
import { sampleOfSums } from '../stats/sample.ts'
import { clusteredTTest, pairedTTest, type TTest } from '../stats/t-test.ts'
import { waldTest } from '../stats/wald.ts'
import { extentOf, lacking } from './lacking.ts'
import type { Metric } from './metric.ts'
import { ONE_PROMPT, sampledByPrompt, sharesPrompts } from './samples.ts'

/** Means of a feature (index in the taxonomy) over the pairs where both values are known; `difference`: chosen minus rejected. */
export type Prevalence = {
  feature: number
  pairs: number
  chosen: number | null
  rejected: number | null
  difference: number | null
  test: TTest | null
  /** Of the difference; null without a test. */
  standardError: number | null
  reason: string | null
}

/**
 * Table 4 and Figure 14, with paired t-tests. R: `t.test(chosen, rejected, paired = TRUE)`; where pairs share prompts
 * `vcovCL(lm(chosen - rejected ~ 1), cluster = prompt, type = 'HC1')`
 */
export const prevalence: Metric<{ labeler: Index }, Prevalence[]> = async ({ pairs }, { labeler }) => {
  const [mine, theirs] = SIDES.map((side) => ({ labeler, side, version: 'ORIGINAL' }) as const)
  const joint = await pairs.joint([[mine, theirs]])
  const sampled = await sampledByPrompt(
    pairs,
    joint.map((_, feature) => ({ term: { number: 'DIFFERENCE', labeler, feature } })),
  )
  const unlabeled =
    lacking(await extentOf(pairs), [{ labels: labeler }]) ??
    'no pair of the slice has this label on both entries'
  return joint.map((counts, feature) => {
    let [pairs, chosenSum, rejectedSum, sumOfSquares] = [0, 0, 0, 0]
    for (const { a: chosen, b: rejected, count } of counts) {
      pairs += count
      chosenSum += count * chosen
      rejectedSum += count * rejected
      sumOfSquares += count * (chosen - rejected) ** 2
    }
    const differences = { count: pairs, sum: chosenSum - rejectedSum, sumOfSquares }
    const { variance } = sampleOfSums(differences)
    const sample = sampled?.samples[feature]
    const clustered = sharesPrompts(sample) ? sample : null
    const test = clustered ? clusteredTTest(clustered, variance) : pairedTTest(differences)
    const square = clustered ? clusteredVariance(clustered) : variance && variance / pairs
    const mean = (sum: number) => (pairs > 0 ? sum / pairs : null)
    const untested =
      pairs === 1
        ? 'one pair has no spread'
        : clustered && variance !== 0
          ? clustered.clusters < 2
            ? ONE_PROMPT
            : 'the differences cancel within prompts'
          : 'every pair has the same difference'
    return {
      feature,
      pairs,
      chosen: mean(chosenSum),
      rejected: mean(rejectedSum),
      difference: mean(chosenSum - rejectedSum),
      test,
      standardError: test && square !== null ? Math.sqrt(square) : null,
      reason: pairs === 0 ? unlabeled : test ? null : untested,
    }
  })
}

/**
 * Interval of the difference; null without a test. R: `t.test(chosen, rejected, paired = TRUE)$conf.int`
 *
 * @throws InvalidInput when the level isn't strictly between 0 and 1.
 */
export const differenceInterval = (
  { difference, test, standardError }: Pick<Prevalence, 'difference' | 'test' | 'standardError'>,
  level: number,
): Interval | null => {
  assertLevel(level)
  if (difference === null || test === null || standardError === null) return null
  return waldTest(difference, standardError, test, level)?.confidenceInterval ?? null
}
