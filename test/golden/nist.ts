import { readFileSync } from 'node:fs'

/** Certified to 15 digits; the first estimate is the intercept. R²'s total sum of squares is about the mean. */
export type Certified = {
  y: number[]
  estimates: number[]
  standardErrors: number[]
  residualStandardDeviation: number
  rSquared: number
}

/** Data and answers of the National Institute of Standards and Technology, as it prints them. */
export type Nist = {
  source: string
  /** `x` has one list per regressor. */
  longley: Certified & { x: number[][] }
  /** The regressors are the powers 1 … 10 of `x`; rounding them moves the answers by 2.5e-8 relative. */
  filip: Certified & { x: number[] }
}

export const nist: Nist = JSON.parse(readFileSync(new URL('nist.json', import.meta.url), 'utf8'))
