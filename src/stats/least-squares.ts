import { type Design, timesVector, transposedTimes } from './design.ts'
import { inverse, type Lower, solve } from './factor.ts'
import type { GroupedResponse } from './grouped-response.ts'
import { dot, total } from './sum.ts'

/** A fitted regression, before anything is said of its errors. Coefficients as the design stores its columns. */
export type Fit = {
  coefficients: Float64Array
  /** Of each row; probabilities under a logit. Without the response's centre. */
  fitted: Float64Array
  /** Inverse of X'X, or of the Fisher information: width². */
  bread: Float64Array
  /** What `bread` times is the classical covariance: s², 0 of a perfect fit, or 1 under a logit. */
  dispersion: number
  observations: number
  /** Of terms that were looked for; at least the number of coefficients. */
  width: number
  /** Intercepts that were taken out of both sides before. */
  absorbed: number
}

export type LeastSquares = Fit & {
  /** Σ(y − fitted)² */
  residualSquares: number
  /** Σ(y − mean)² under an intercept, else Σy² */
  totalSquares: number
}

/** Below this, relative to Σfitted² and Σy², residuals are rounding. R warns of an essentially perfect fit. */
const PERFECT = 1e-28

/**
 * Ordinary least squares on distinct rows; equal to that on the observations one by one. `lower` is the factor of
 * the design, whose columns must be independent. Normal equations, refined by their own residuals until the next
 * change would be below a double's precision, so that the result is as good as from a QR decomposition. R: `lm(y ~ X)`, without intercept `lm(y ~ 0 + X)`.
 */
export const leastSquares = (
  design: Design,
  response: GroupedResponse,
  lower: Lower,
  absorbed = 0,
): LeastSquares => {
  const { count, mean, squares } = response
  const coefficients = new Float64Array(design.width)
  const fitted = new Float64Array(design.rows)
  const rest = new Float64Array(design.rows)
  for (let step = 0; step < 4; step++) {
    for (let row = 0; row < rest.length; row++) rest[row] = count[row] * (mean[row] - fitted[row])
    const change = solve(lower, transposedTimes(design, rest))
    let moved = false
    change.forEach((delta, column) => {
      const before = coefficients[column]
      coefficients[column] += delta
      // Each change is to its estimate what the one before was to its own, or better.
      moved ||= Math.abs(delta) > 1e-8 * Math.abs(before)
    })
    timesVector(design, coefficients, fitted)
    if (!moved) break
  }
  const observations = total(count)
  const average = design.intercept ? dot(count, mean) / observations : 0
  let [totalSquares, unexplained, size] = [0, 0, 0]
  for (let row = 0; row < design.rows; row++) {
    const n = count[row]
    totalSquares += squares[row] + n * (mean[row] - average) ** 2
    unexplained += squares[row] + n * (mean[row] - fitted[row]) ** 2
    size += n * fitted[row] ** 2
  }
  size += totalSquares
  const isRounding = (part: number) => part <= PERFECT * size
  const residualSquares = isRounding(unexplained) ? 0 : unexplained
  /** What a column adds to Σfitted² by itself. */
  const share = (coefficient: number, column: number) =>
    coefficient ** 2 * lower[column].reduce((total, value) => total + value ** 2, 0)
  return {
    coefficients:
      residualSquares === 0
        ? coefficients.map((b, column) => (isRounding(share(b, column)) ? 0 : b))
        : coefficients,
    fitted,
    bread: inverse(lower),
    dispersion: residualSquares / (observations - design.width - absorbed),
    observations,
    width: design.width,
    absorbed,
    residualSquares,
    totalSquares,
  }
}
