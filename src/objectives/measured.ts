import type { Interval } from '../metrics/result-types.ts'
import type { Reference } from '../stats/wald.ts'

/** A number with what a test of it goes by. */
export type Measured = {
  estimate: number | null
  /** 0: nothing varies; null: nothing says how wrong the number is. */
  standardError: number | null
  reference: Reference
  /** Of shares and their differences that do not vary: of how many pairs they are. Null: a number without an error is not tested. */
  counted: number | null
  interval: Interval | null
  /** That it rests on; of a difference those of either number. */
  pairs: number
  /** Why it can't be judged; null: it can. */
  reason: string | null
  warnings: readonly string[]
  /** What is judged is the first of these less the second. */
  both?: readonly [number, number]
  /** What is judged is the least of these. */
  parts?: readonly (Measured & { called: string })[]
}

/**
 * A number's error where a bound is to be told from it. Shares that do not vary have the error that they would have at the
 * bound: a test by that decides as Wilson's interval does. Null: nothing says.
 */
export const errorAt = ({ standardError, counted }: Measured, bound: number): number | null => {
  if (standardError === null || standardError > 0) return standardError
  const share = Math.abs(bound)
  return counted === null || share === 0 ? null : Math.sqrt((share * (1 - share)) / counted)
}
