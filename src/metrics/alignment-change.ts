import { REGIMES } from '../domain/regime.ts'
import type { Slice } from '../frame/slice.ts'
import { mcnemarTest } from '../stats/mcnemar.ts'
import type { TestResult } from '../stats/test-result.ts'

/** McNemar's exact test of alignment before against after: became aligned against reversed. */
export const alignmentChange = ({ view: { regime }, rows }: Slice): TestResult | null => {
  const counts = new Array<number>(REGIMES.length).fill(0)
  for (const row of rows) if (regime[row] >= 0) counts[regime[row]]++
  return mcnemarTest(counts[REGIMES.indexOf('BECAME_ALIGNED')], counts[REGIMES.indexOf('REVERSED_ALIGNMENT')])
}
