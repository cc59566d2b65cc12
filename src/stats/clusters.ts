import type { Design } from './design.ts'

/** How observations are clustered: without `addWithin` each is a cluster by itself. */
export type Clusters = {
  count: number
  /** Adds to a meat what different observations i, j of one cluster have together: Σ x_i·residual_i·residual_j·x_j'. */
  addWithin?(meat: Float64Array, design: Design, fitted: Float64Array): void
}

/**
 * Clusters of two observations: cluster by cluster, or summed where they meet alike, the design's rows of both
 * and the product of their residuals.
 */
export type Couples = { first: ArrayLike<number>; second: ArrayLike<number>; products: ArrayLike<number> }

/** Clusters of two observations, once the fitted values are known. */
export const coupled = (count: number, couplesOf: (fitted: Float64Array) => Couples): Clusters => ({
  count,
  addWithin: (meat, { starts, columns, values, width }, fitted) => {
    const { first, second, products } = couplesOf(fitted)
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
  },
})
