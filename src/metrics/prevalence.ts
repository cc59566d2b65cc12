import { jointCounts } from '../frame/joint-counts.ts'
import type { Slice } from '../frame/slice.ts'
import { pairedTTest } from '../stats/t-test.ts'
import type { TestResult } from '../stats/test-result.ts'

/** Means of a feature (index in the taxonomy) over the pairs where both values are known; `difference`: chosen minus rejected. */
export type Prevalence = {
  feature: number
  pairs: number
  chosen: number | null
  rejected: number | null
  difference: number | null
  test: TestResult | null
  reason: string | null
}

/** Table 4 and Figure 14, with paired t-tests. R: `t.test(chosen, rejected, paired = TRUE)` */
export const prevalence = ({ view: { fields, labels }, rows }: Slice): Prevalence[] => {
  const joint = labels ? jointCounts(labels.CHOSEN, labels.REJECTED, fields, rows) : fields.map(() => [])
  return joint.map((counts, feature) => {
    let [pairs, chosenSum, rejectedSum, sumOfSquares] = [0, 0, 0, 0]
    for (const { a: chosen, b: rejected, count } of counts) {
      pairs += count
      chosenSum += count * chosen
      rejectedSum += count * rejected
      sumOfSquares += count * (chosen - rejected) ** 2
    }
    const test = pairedTTest({ count: pairs, sum: chosenSum - rejectedSum, sumOfSquares })
    const mean = (sum: number) => (pairs > 0 ? sum / pairs : null)
    const untested = pairs === 1 ? 'one pair has no spread' : 'every pair has the same difference'
    return {
      feature,
      pairs,
      chosen: mean(chosenSum),
      rejected: mean(rejectedSum),
      difference: mean(chosenSum - rejectedSum),
      test,
      reason: pairs === 0 ? 'no pair has this label on both entries' : test ? null : untested,
    }
  })
}
