import { REGIMES } from '../domain/regime.ts'
import type { Slice } from '../frame/slice.ts'
import { mcnemarTest } from '../stats/mcnemar.ts'
import type { TestResult } from '../stats/test-result.ts'

/** From the pairs of each regime, in the order of REGIMES. */
export const alignmentChangeOf = (pairs: readonly number[]): TestResult | null =>
  mcnemarTest(pairs[REGIMES.indexOf('BECAME_ALIGNED')], pairs[REGIMES.indexOf('REVERSED_ALIGNMENT')])

/** McNemar's exact test of alignment before against after: became aligned against reversed. */
export const alignmentChange = ({ view: { regime }, rows }: Slice): TestResult | null => {
  const counts = new Array<number>(REGIMES.length).fill(0)
  for (const row of rows) if (regime[row] >= 0) counts[regime[row]]++
  return alignmentChangeOf(counts)
}
