import { REGIMES } from '../domain/regime.ts'
import type { Slice } from '../frame/slice.ts'
import { mcnemarTest } from '../stats/mcnemar.ts'
import type { TestResult } from '../stats/test-result.ts'
import { BOTH_MODELS, type Extent, extentOf, lacking } from './lacking.ts'

export type AlignmentChange = { test: TestResult | null; reason: string | null }

/** From the pairs of each regime, in the order of REGIMES. */
export const alignmentChangeOf = (pairs: readonly number[], extent: Extent): AlignmentChange => {
  const test = mcnemarTest(
    pairs[REGIMES.indexOf('BECAME_ALIGNED')],
    pairs[REGIMES.indexOf('REVERSED_ALIGNMENT')],
  )
  if (test) return { test, reason: null }
  const reason = pairs.some((count) => count > 0)
    ? 'no pair became aligned, and none reversed its alignment'
    : (lacking(extent, BOTH_MODELS) ?? 'no pair of the slice has both rewards of both models')
  return { test, reason }
}

/** McNemar's exact test of alignment before against after: became aligned against reversed. */
export const alignmentChange = (slice: Slice): AlignmentChange => {
  const { regime } = slice.view
  const counts = new Array<number>(REGIMES.length).fill(0)
  for (const row of slice.rows) if (regime[row] >= 0) counts[regime[row]]++
  return alignmentChangeOf(counts, extentOf(slice))
}
