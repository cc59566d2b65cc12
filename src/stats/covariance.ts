import { crossProduct, type Design } from './design.ts'
import { type GroupedResponse, residualSquares } from './grouped-response.ts'
import type { Fit } from './least-squares.ts'

/** IID: classical. HC1: heteroskedasticity-robust. CLUSTER: robust and clustered by pair (CR1). */
export const ERROR_TYPES = ['IID', 'HC1', 'CLUSTER'] as const
export type ErrorType = (typeof ERROR_TYPES)[number]

/**
 * Clusters of two observations: cluster by cluster, or summed where they meet alike, the design's rows of both
 * and the product of their residuals.
 */
export type Couples = { first: ArrayLike<number>; second: ArrayLike<number>; products: ArrayLike<number> }

/** How observations are clustered: in `clusters`, of one observation each unless there are couples. */
export type Clustering = { clusters: number; couples?: Couples }

/** A·B·A for symmetric matrices of width². */
export const sandwich = (bread: Float64Array, meat: Float64Array): Float64Array => {
  const width = Math.sqrt(bread.length)
  const times = (a: Float64Array, b: Float64Array) => {
    const product = new Float64Array(width * width)
    for (let i = 0; i < width; i++) {
      for (let m = 0; m < width; m++) {
        const factor = a[i * width + m]
        for (let j = 0; j < width; j++) product[i * width + j] += factor * b[m * width + j]
      }
    }
    return product
  }
  return times(times(bread, meat), bread)
}

/** Adds Σ products · (x_first · x_second' + x_second · x_first') to a meat. */
const addCouples = (meat: Float64Array, design: Design, { first, second, products }: Couples) => {
  const { starts, columns, values, width } = design
  for (let i = 0; i < first.length; i++) {
    for (let a = starts[first[i]]; a < starts[first[i] + 1]; a++) {
      const scaled = products[i] * values[a]
      for (let b = starts[second[i]]; b < starts[second[i] + 1]; b++) {
        const product = scaled * values[b]
        meat[columns[a] * width + columns[b]] += product
        meat[columns[b] * width + columns[a]] += product
      }
    }
  }
}

/** What HC1 (clusters left out) or CR1 multiply a sandwich with. */
export const smallSampleFactor = (observations: number, width: number, clusters = Infinity): number =>
  clusters === Infinity
    ? observations / (observations - width)
    : ((clusters / (clusters - 1)) * (observations - 1)) / (observations - width)

/**
 * Robust covariance of a fit's coefficients, width². R: `vcovHC(m, type = 'HC1')`, `vcovCL(m, cluster = pair,
 * type = 'HC1')`; of a logit `sandwich(m)` × n/(n − k).
 */
export const robustCovariance = (
  errors: 'HC1' | 'CLUSTER',
  design: Design,
  response: GroupedResponse,
  fit: Fit,
  { clusters, couples }: Clustering,
): Float64Array => {
  const meat = crossProduct(design, residualSquares(response, fit.fitted))
  if (errors === 'CLUSTER' && couples) addCouples(meat, design, couples)
  const factor = smallSampleFactor(fit.observations, fit.width, errors === 'CLUSTER' ? clusters : Infinity)
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

/** The coefficients as if columns were stored without their base, and the response without its centre. */
export const unshiftCoefficients = (
  { base, intercept }: Design,
  coefficients: Float64Array,
  centre: number,
): Float64Array => {
  if (!intercept) return coefficients
  const result = Float64Array.from(coefficients)
  for (let i = 1; i < base.length; i++) result[0] -= base[i] * coefficients[i]
  result[0] += centre
  return result
}
