import type { Estimate } from '../metrics/regression-result.ts'
import { adjustPValues, type Correction } from '../stats/p-adjust.ts'
import { waldTest } from '../stats/wald.ts'
import { askedOf, detectableOf, type PValues, pValuesOf } from './bound.ts'
import type { Measured } from './measured.ts'
import type { Numbers } from './numbers/number.ts'
import type { Objective } from './objective.ts'

/** PASS: what is asked is shown. FAIL: the opposite is. INCONCLUSIVE: neither, the data are too few, or can't tell. */
export const OUTCOMES = ['PASS', 'FAIL', 'INCONCLUSIVE'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** What becomes of a number by the bound that it is asked to keep. */
export type Judgement = {
  outcome: Outcome
  /** Of what is judged, its test being against 0: of a baseline the difference. Shares are not tested against 0. */
  estimate: Estimate
  /** One-sided, of what is asked: uncorrected, and corrected over all objectives. */
  pValue: number | null
  adjustedPValue: number | null
  /** Corrected, of the opposite. */
  oppositePValue: number | null
  detectable: number | null
  reason: string | null
}

const estimateIn = (
  { estimate, standardError, reference, counted, interval, both }: Measured,
  level: number,
): Estimate => {
  const test =
    estimate === null || standardError === null || (counted !== null && !both)
      ? null
      : waldTest(estimate, standardError, reference, level)
  return {
    estimate,
    standardError,
    statistic: test?.statistic ?? null,
    pValue: test?.pValue ?? null,
    confidenceInterval: interval,
  }
}

/** Those that there are, corrected over all of them. */
const corrected = (pValues: readonly (number | null)[], correction: Correction): (number | null)[] => {
  const known = pValues.filter((p) => p !== null)
  const adjusted = adjustPValues(known, correction)
  let next = 0
  return pValues.map((p) => (p === null ? null : adjusted[next++]))
}

const whyUntested = ({ reason, parts }: Measured, { asked, opposite }: PValues): string | null => {
  if (asked !== null || opposite !== null) return null
  const ofPart = parts?.find((part) => part.reason !== null)?.reason
  return reason ?? ofPart ?? 'nothing says how wrong the number is'
}

/** Judges numbers together: p-values in either direction are corrected over all objectives that have one. */
export const judgements = (
  all: readonly { objective: Objective; numbers: Numbers }[],
  { level, correction }: { level: number; correction: Correction },
): Judgement[] => {
  const pValues = all.map(({ objective, numbers }) => pValuesOf(numbers.judged, askedOf(objective)))
  const asked = corrected(
    pValues.map((one) => one.asked),
    correction,
  )
  const opposite = corrected(
    pValues.map((one) => one.opposite),
    correction,
  )
  const isShown = (p: number | null) => p !== null && p < 1 - level
  return all.map(({ objective, numbers: { judged } }, index) => ({
    outcome: isShown(asked[index]) ? 'PASS' : isShown(opposite[index]) ? 'FAIL' : 'INCONCLUSIVE',
    estimate: estimateIn(judged, level),
    pValue: pValues[index].asked,
    adjustedPValue: asked[index],
    oppositePValue: opposite[index],
    detectable: detectableOf(judged, askedOf(objective), level),
    reason: whyUntested(judged, pValues[index]),
  }))
}
