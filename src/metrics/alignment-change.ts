import { REGIMES } from '../domain/regime.ts'
import { regimeOf } from '../pairs/terms.ts'
import { mcnemarTest } from '../stats/mcnemar.ts'
import type { TestResult } from '../stats/test-result.ts'
import { byCode } from './counts.ts'
import { extentOf, lacking, rewardsOf } from './lacking.ts'
import type { Metric, Model } from './metric.ts'

export type AlignmentChange = { test: TestResult | null; reason: string | null }

/** McNemar's exact test of one model's alignment against another's: became aligned against reversed. */
export const alignmentChange: Metric<{ before: Model; after: Model }, AlignmentChange> = async (
  { pairs },
  { before, after },
) => {
  const counts = await byCode(pairs, regimeOf(before.index, after.index))
  const test = mcnemarTest(
    counts[REGIMES.indexOf('BECAME_ALIGNED')],
    counts[REGIMES.indexOf('REVERSED_ALIGNMENT')],
  )
  if (test) return { test, reason: null }
  const reason = counts.some((count) => count > 0)
    ? 'no pair became aligned, and none reversed its alignment'
    : (lacking(await extentOf(pairs), rewardsOf(before, after)) ??
      'no pair of the slice has both rewards of both models')
  return { test, reason }
}
