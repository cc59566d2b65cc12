import { PREFERENCES, type Preference } from '../domain/preference.ts'
import { REGIMES, type Regime } from '../domain/regime.ts'
import type { Angles, Pairs, Sample } from '../pairs/pairs.ts'
import {
  type Condition,
  type Index,
  type NumberTerm,
  preferenceOf,
  regimeOf,
  shiftOf,
} from '../pairs/terms.ts'
import { circularSummary } from '../stats/circular.ts'
import type { ClusteredSample } from '../stats/clustered-sample.ts'
import { signTest } from '../stats/sign-test.ts'
import type { TTest } from '../stats/t-test.ts'
import type { TestResult } from '../stats/test-result.ts'
import { type Centred, centresOf } from './centre.ts'
import { type Histogram, histogram } from './histogram.ts'
import { type Extent, extentOf, lacking, rewardsOf } from './lacking.ts'
import { meanOf } from './mean.ts'
import type { Metric, Model } from './metric.ts'
import { ONE_PROMPT, sampledByPrompt, sharesPrompts } from './samples.ts'

/** Of angles in degrees. Both tests are against 0. */
export type ShiftSummary = {
  pairs: number
  mean: number | null
  median: number | null
  standardDeviation: number | null
  circularMean: number | null
  resultantLength: number | null
  /** Of the mean, as tTest has it. */
  standardError: number | null
  tTest: TTest | null
  signTest: TestResult | null
  reason: string | null
}

/** Which pairs of a slice; null is all of them. */
export type ShiftSelection = { regime?: readonly Regime[] | null; preference?: readonly Preference[] | null }

/** Two models, and the labeler whose preference is meant. */
export type Subjects = { before: Model; after: Model; labeler: Index }

const codesOf = <T>(wanted: readonly T[], all: readonly T[]) => wanted.map((one) => all.indexOf(one))

/** A selection as a condition; undefined: all pairs. */
export const selected = (args: Subjects & ShiftSelection): Condition | undefined => {
  const { before, after, labeler, regime, preference } = args
  const all: Condition[] = [
    ...(regime ? [{ code: regimeOf(before.index, after.index), isOneOf: codesOf(regime, REGIMES) }] : []),
    ...(preference ? [{ code: preferenceOf(labeler), isOneOf: codesOf(preference, PREFERENCES) }] : []),
  ]
  return all.length > 0 ? { all } : undefined
}

const reasonOf = (
  { pairs, standardDeviation, tTest, circularMean }: Omit<ShiftSummary, 'reason'>,
  none: string,
  sample?: ClusteredSample,
): string | null => {
  if (pairs === 0) return none
  if (pairs === 1) return 'one angle has no spread'
  if (tTest === null && sharesPrompts(sample) && standardDeviation !== 0)
    return sample.clusters < 2 ? ONE_PROMPT : 'the angles cancel within prompts'
  if (tTest === null) return 'all angles are equal'
  return circularMean === null ? 'the angles cancel: they have no mean direction' : null
}

/** `none`: why there may be no angle; `sample`: of the angles, where prompts have several pairs. */
export const shiftSummaryOf = (angles: Angles, none: string, sample?: ClusteredSample): ShiftSummary => {
  const { count, mean, median, standardDeviation, positive, negative } = angles
  const circular = circularSummary(angles)
  const { standardError, test } = meanOf(angles, sample)
  const shifts = {
    pairs: count,
    mean,
    median,
    standardDeviation,
    circularMean: circular.mean,
    resultantLength: circular.resultantLength,
    standardError,
    tTest: test,
    signTest: signTest(positive, negative),
  }
  return { ...shifts, reason: reasonOf(shifts, none, sample) }
}

/** Why no pair that is selected has an angle. */
export const withoutShift = (
  extent: Extent,
  { before, after, labeler, regime, preference }: Subjects & ShiftSelection,
): string =>
  lacking(extent, [...rewardsOf(before, after), ...(preference ? [{ preference: labeler }] : [])]) ??
  `no ${regime || preference ? 'such pair' : 'pair of the slice'} has two reward vectors with a length`

/** Angles of some pairs; `none`: why there may be none. */
export const summarizedShift = async (pairs: Pairs, sample: Sample, none: string): Promise<ShiftSummary> => {
  const angles = await pairs.angles(sample.term, sample.where)
  return shiftSummaryOf(angles, none, (await sampledByPrompt(pairs, [sample]))?.samples[0])
}

type Shifts = Subjects & ShiftSelection & Centred

const termOf = async (pairs: Pairs, { before, after, ...args }: Shifts): Promise<NumberTerm> =>
  shiftOf(before.index, after.index, await centresOf(pairs, [before, after], args))

/** Definition 1 over a slice. */
export const rewardShift: Metric<Shifts, ShiftSummary> = async ({ pairs }, args) =>
  summarizedShift(
    pairs,
    { term: await termOf(pairs, args), where: selected(args) },
    withoutShift(await extentOf(pairs), args),
  )

/** Angles are binned over the whole circle. */
export const CIRCLE = [-180, 180] as const

export const rewardShiftHistogram: Metric<Shifts & { bins: number }, Histogram> = async (
  { pairs },
  { bins, ...args },
) => histogram(pairs, { of: await termOf(pairs, args), bins, domain: CIRCLE }, selected(args))
