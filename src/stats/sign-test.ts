import { evenSplitPValue } from './distributions.ts'
import type { TestResult } from './test-result.ts'

/**
 * The exact sign test from the numbers of positive and negative values: is the median 0? The statistic is
 * (n₊ − n₋) / 2; null when both are 0. R: `binom.test(positive, positive + negative)$p.value`.
 */
export const signTest = (positive: number, negative: number): TestResult | null => {
  if (positive + negative === 0) return null
  return { statistic: (positive - negative) / 2, pValue: evenSplitPValue(positive, negative) }
}
