import { type Couples, clusterMeat, multiply, sandwich } from './covariance.ts'
import type { Design } from './design.ts'
import type { Fitted } from './fitted.ts'
import type { Observations } from './grouped-response.ts'

/** A fit with the observations behind it, by cluster: clusters ascend. */
export type Clustered = {
  fitted: Fitted
  /** What a cluster is called in all fits. */
  clusters: Int32Array
  /** Of each cluster its observation, or its two. */
  observations: readonly Observations[]
  couples?: (fitted: Float64Array) => Couples
}

/** A variance this small beside those that it is a difference of is rounding. */
const ROUNDING = 1e-12

/** What is needed to compare two fits' coefficients, as their designs store them. */
export type Contrast = {
  /** Variance of (column i of the first) − (column j of the second), indices into `kept`; 0 where both are one. */
  variance(i: number, j: number): number
  observations: number
  /** Clusters of either, and of both. */
  clusters: number
  shared: number
}

const residual = ({ fitted: { response, fit } }: Clustered, row: number, value: number) =>
  // Pairs that a logit leaves out, as predicted perfectly, have no say.
  response.count[row] === 0 ? 0 : value - response.centre - fit.fitted[row]

/** Σ over shared clusters of (score in the first) · (score in the second)', the first's width × the second's. */
const crossMeat = (a: Clustered, b: Clustered): { meat: Float64Array; shared: number } => {
  const [left, right]: [Design, Design] = [a.fitted.design, b.fitted.design]
  const meat = new Float64Array(left.width * right.width)
  let shared = 0
  for (let i = 0, j = 0; i < a.clusters.length && j < b.clusters.length; ) {
    if (a.clusters[i] < b.clusters[j]) i++
    else if (a.clusters[i] > b.clusters[j]) j++
    else {
      for (const mine of a.observations) {
        const row = mine.rowOf[mine.at[i]]
        const e = residual(a, row, mine.column[mine.at[i]])
        for (const theirs of b.observations) {
          const other = theirs.rowOf[theirs.at[j]]
          const product = e * residual(b, other, theirs.column[theirs.at[j]])
          for (let p = left.starts[row]; p < left.starts[row + 1]; p++) {
            const line = left.columns[p] * right.width
            for (let q = right.starts[other]; q < right.starts[other + 1]; q++)
              meat[line + right.columns[q]] += product * left.values[p] * right.values[q]
          }
        }
      }
      shared++
      i++
      j++
    }
  }
  return { meat, shared }
}

/**
 * The errors of differences between two regressions that may share clusters: both as one stacked regression in
 * which every term may differ, clustered. R: `vcovCL(lm(y ~ 0 + audit:X), cluster = pair, type = 'HC1')`.
 */
export const contrast = (a: Clustered, b: Clustered): Contrast => {
  const [mine, theirs] = [a, b].map(({ fitted: { design, response, fit }, couples }) =>
    sandwich(fit.bread, clusterMeat(design, response, fit, couples?.(fit.fitted))),
  )
  const { meat, shared } = crossMeat(a, b)
  const [left, right] = [a.fitted.design.width, b.fitted.design.width]
  const half = multiply(a.fitted.fit.bread, meat, { rows: left, inner: left, columns: right })
  const cross = multiply(half, b.fitted.fit.bread, { rows: left, inner: right, columns: right })
  const observations = a.fitted.fit.observations + b.fitted.fit.observations
  const width = a.fitted.fit.width + b.fitted.fit.width
  const clusters = a.clusters.length + b.clusters.length - shared
  const factor = ((clusters / (clusters - 1)) * (observations - 1)) / (observations - width)
  const variance = (i: number, j: number) => {
    const apart = mine[i * left + i] + theirs[j * right + j]
    const together = apart - 2 * cross[i * right + j]
    return together > ROUNDING * apart ? factor * together : 0
  }
  return { variance, observations, clusters, shared }
}
