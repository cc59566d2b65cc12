import { evenSplitPValue } from './distributions.ts'
import type { TestResult } from './test-result.ts'

/**
 * McNemar's exact test of two discordant counts: were both as likely? The statistic is the smaller one; null
 * when both are 0. R: `binom.test(b, b + c)$p.value`.
 */
export const mcnemarTest = (b: number, c: number): TestResult | null =>
  b + c === 0 ? null : { statistic: Math.min(b, c), pValue: evenSplitPValue(b, c) }
