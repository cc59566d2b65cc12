import { type Design, transposedTimes } from './design.ts'
import type { Fit } from './least-squares.ts'

/**
 * Average marginal effects of a logit's columns, β·mean π(1 − π): by how much the probability changes per unit, on
 * average over `observations` (those that are predicted perfectly add nothing). Errors by the delta method from
 * the coefficients' covariance, width². R: `marginaleffects::avg_slopes(m, vcov = V)`.
 */
export const marginalEffects = (
  design: Design,
  { coefficients, fitted }: Fit,
  {
    count,
    covariance,
    observations,
  }: { count: Float64Array; covariance: Float64Array; observations: number },
): { estimate: number; standardError: number }[] => {
  const { width } = design
  const bends = new Float64Array(design.rows)
  let average = 0
  for (let row = 0; row < design.rows; row++) {
    const p = fitted[row]
    const spread = (count[row] * p * (1 - p)) / observations
    average += spread
    bends[row] = spread * (1 - 2 * p)
  }
  const slope = transposedTimes(design, bends)
  return Array.from(coefficients, (beta, column) => {
    const gradient = slope.map((value, other) => beta * value + (other === column ? average : 0))
    let variance = 0
    for (let a = 0; a < width; a++) {
      for (let b = 0; b < width; b++) variance += gradient[a] * covariance[a * width + b] * gradient[b]
    }
    return { estimate: beta * average, standardError: Math.sqrt(variance) }
  })
}
