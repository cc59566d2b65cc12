import type { Preference } from '../domain/preference.ts'
import type { Regime } from '../domain/regime.ts'
import type { Slice } from '../frame/slice.ts'
import { preferenceIndex, regimeIndex } from '../frame/view.ts'
import { type CircularSummary, circularSummary } from '../stats/circular.ts'
import { type Histogram, histogram } from '../stats/histogram.ts'
import { signTest } from '../stats/sign-test.ts'
import { type Summary, summarize } from '../stats/summary.ts'
import { oneSampleTTest } from '../stats/t-test.ts'
import type { TestResult } from '../stats/test-result.ts'
import { BOTH_MODELS, type Extent, extentOf, lacking } from './lacking.ts'

/** Of angles in degrees. Both tests are against 0. */
export type ShiftSummary = {
  pairs: number
  mean: number | null
  median: number | null
  standardDeviation: number | null
  circularMean: number | null
  resultantLength: number | null
  tTest: TestResult | null
  signTest: TestResult | null
  reason: string | null
}

/** Which pairs of a slice; null is all of them. */
export type ShiftSelection = { regime?: readonly Regime[] | null; preference?: readonly Preference[] | null }

const reasonOf = (
  { pairs, tTest, circularMean }: Omit<ShiftSummary, 'reason'>,
  none: string,
): string | null => {
  if (pairs === 0) return none
  if (pairs === 1) return 'one angle has no spread'
  if (tTest === null) return 'all angles are equal'
  return circularMean === null ? 'the angles cancel: they have no mean direction' : null
}

/** `none`: why there may be no angle. */
export const summarizeShifts = (degrees: Float64Array, none: string): ShiftSummary =>
  shiftSummaryOf(summarize(degrees), circularSummary(degrees), { signTest: signTest(degrees), none })

/** From what is known of the angles. */
export const shiftSummaryOf = (
  summary: Summary,
  circular: CircularSummary,
  { signTest, none }: { signTest: TestResult | null; none: string },
): ShiftSummary => {
  const { count, mean, median, standardDeviation } = summary
  const shifts = {
    pairs: count,
    mean,
    median,
    standardDeviation,
    circularMean: circular.mean,
    resultantLength: circular.resultantLength,
    tTest: oneSampleTTest(summary),
    signTest,
  }
  return { ...shifts, reason: reasonOf(shifts, none) }
}

/** The angles that are defined, in the order of the rows. */
export const shiftsOf = ({ view, rows }: Slice, { regime, preference }: ShiftSelection): Float64Array => {
  const regimes = regime && new Set(regime.map(regimeIndex))
  const preferences = preference && new Set(preference.map(preferenceIndex))
  const { shift } = view
  const of = regimes ? view.regime : null
  const by = preferences ? view.preference : null
  const degrees = new Float64Array(rows.length)
  let count = 0
  for (const row of rows) {
    if (Number.isNaN(shift[row])) continue
    if (of && !regimes?.has(of[row])) continue
    if (by && !preferences?.has(by[row])) continue
    degrees[count++] = shift[row]
  }
  return degrees.subarray(0, count)
}

/** Why no pair that is selected has an angle. */
export const withoutShift = (extent: Extent, { regime, preference }: ShiftSelection): string =>
  lacking(extent, [...BOTH_MODELS, ...(preference ? (['PREFERENCE'] as const) : [])]) ??
  `no ${regime || preference ? 'such pair' : 'pair of the slice'} has two reward vectors with a length`

/** Definition 1 over a slice. */
export const rewardShift = (slice: Slice, selection: ShiftSelection): ShiftSummary =>
  summarizeShifts(shiftsOf(slice, selection), withoutShift(extentOf(slice), selection))

/** Angles are binned over the whole circle. */
export const angleHistogram = (degrees: Float64Array, bins: number): Histogram =>
  histogram(degrees, { bins, domain: [-180, 180] })

export const rewardShiftHistogram = (slice: Slice, selection: ShiftSelection, bins: number): Histogram =>
  angleHistogram(shiftsOf(slice, selection), bins)
