import type { Clusters } from './clusters.ts'
import { crossProduct, type Design } from './design.ts'
import { type GroupedResponse, residualSquares } from './grouped-response.ts'
import type { Fit } from './least-squares.ts'

/** IID: classical. HC1: heteroskedasticity-robust. CLUSTER, PROMPT: robust and clustered by pair, by prompt (CR1). */
export const ERROR_TYPES = ['IID', 'HC1', 'CLUSTER', 'PROMPT'] as const
export type ErrorType = (typeof ERROR_TYPES)[number]

/** Whether observations are taken together by their clusters. */
export const isClustered = (errors: ErrorType): boolean => errors === 'CLUSTER' || errors === 'PROMPT'

/** A·B, matrices row by row. */
export const multiply = (
  a: Float64Array,
  b: Float64Array,
  { rows, inner, columns }: { rows: number; inner: number; columns: number },
): Float64Array => {
  const product = new Float64Array(rows * columns)
  for (let i = 0; i < rows; i++) {
    for (let m = 0; m < inner; m++) {
      const factor = a[i * inner + m]
      for (let j = 0; j < columns; j++) product[i * columns + j] += factor * b[m * columns + j]
    }
  }
  return product
}

/** A·B·A for symmetric matrices of one size. */
export const sandwich = (bread: Float64Array, meat: Float64Array): Float64Array => {
  const width = Math.sqrt(bread.length)
  const size = { rows: width, inner: width, columns: width }
  return multiply(multiply(bread, meat, size), bread, size)
}

/** Σ over clusters of (Σ x·residual)(Σ x·residual)', width²; without clusters every observation is one. */
export const clusterMeat = (
  design: Design,
  response: GroupedResponse,
  fit: Fit,
  clusters?: Clusters,
): Float64Array => {
  // Residuals of a perfect fit are rounding.
  if (fit.dispersion === 0) return new Float64Array(design.width ** 2)
  if (clusters?.meat) return clusters.meat(design, fit.fitted, response)
  const meat = crossProduct(design, residualSquares(response, fit.fitted))
  clusters?.addWithin?.(meat, design, fit.fitted, response)
  return meat
}

/**
 * Robust covariance of a fit's coefficients, width². R: `vcovHC(m, type = 'HC1')`, `vcovCL(m, cluster = pair,
 * type = 'HC1')`; of a logit `sandwich(m)` × n/(n − k). Intercepts that were taken out count among the k of HC1 alone.
 */
export const robustCovariance = (
  errors: Exclude<ErrorType, 'IID'>,
  design: Design,
  response: GroupedResponse,
  fit: Fit,
  clusters: Clusters,
): Float64Array => {
  const { observations: n, width, absorbed } = fit
  const clustered = isClustered(errors)
  const meat = clusterMeat(design, response, fit, clustered ? clusters : undefined)
  const { count } = clusters
  const factor = clustered ? ((count / (count - 1)) * (n - 1)) / (n - width) : n / (n - width - absorbed)
  return sandwich(fit.bread, meat).map((value) => value * factor)
}

/** The covariance as if columns were stored without their base: only what concerns the intercept differs. */
export const unshiftCovariance = ({ base, width, intercept }: Design, covariance: Float64Array) => {
  if (!intercept) return covariance
  const result = Float64Array.from(covariance)
  for (let j = 1; j < width; j++) {
    let value = covariance[j]
    for (let i = 1; i < width; i++) value -= base[i] * covariance[i * width + j]
    result[j] = value
    result[j * width] = value
  }
  let variance = covariance[0]
  for (let j = 1; j < width; j++) variance -= base[j] * (covariance[j] + result[j])
  result[0] = variance
  return result
}

/** The coefficients as if columns were stored without their base, and the response without its unit and centre. */
export const unshiftCoefficients = (
  { base, intercept }: Design,
  coefficients: Float64Array,
  { unit, centre }: Pick<GroupedResponse, 'unit' | 'centre'>,
): Float64Array => {
  const result = Float64Array.from(coefficients)
  if (intercept) {
    for (let i = 1; i < base.length; i++) result[0] -= base[i] * coefficients[i]
    result[0] += centre
  }
  return result.map((coefficient) => coefficient * unit)
}
