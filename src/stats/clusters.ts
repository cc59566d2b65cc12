import type { Design } from './design.ts'
import type { GroupedResponse } from './grouped-response.ts'

/** How observations are clustered: without `addWithin` each is a cluster by itself. */
export type Clusters = {
  count: number
  /**
   * Adds to a meat what different observations i, j of one cluster have together: Σ x_i·residual_i·residual_j·x_j'. Those
   * in rows where a response counts none are left out.
   */
  addWithin?(meat: Float64Array, design: Design, fitted: Float64Array, response: GroupedResponse): void
  /** Clusters whose observations are known one by one. */
  members?: Members
}

/**
 * Units of clusters, those of one side by side: the code of each one's cluster, and of each of its observations the row in
 * the design and the response, in units and without the centre.
 */
export type Members = {
  cluster: Int32Array
  observations: readonly { row: ArrayLike<number>; response: Float64Array }[]
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

/** What observations are scored with: rows where the response counts none have no say. */
type Scoring = { design: Design; fitted: Float64Array; response: GroupedResponse }

/** Adds x·residual of each of a unit's observations to `total`. */
export const addScores = (
  total: Float64Array,
  { observations }: Members,
  unit: number,
  { design: { starts, columns, values }, fitted, response }: Scoring,
): void => {
  for (const { row: rowOf, response: outcomes } of observations) {
    const row = rowOf[unit]
    if (response.count[row] === 0) continue
    const residual = outcomes[unit] - fitted[row]
    for (let at = starts[row]; at < starts[row + 1]; at++) total[columns[at]] += residual * values[at]
  }
}

/** Adds the products of a unit's scores with the sum of those before it in its cluster. */
const addProducts = (
  half: Float64Array,
  before: Float64Array,
  { observations }: Members,
  unit: number,
  { design: { starts, columns, values, width }, fitted, response }: Scoring,
): void => {
  for (const { row: rowOf, response: outcomes } of observations) {
    const row = rowOf[unit]
    if (response.count[row] === 0) continue
    const residual = outcomes[unit] - fitted[row]
    for (let at = starts[row]; at < starts[row + 1]; at++) {
      const score = residual * values[at]
      const line = columns[at] * width
      for (let b = 0; b < width; b++) half[line + b] += score * before[b]
    }
  }
}

/** Clusters of units that are clusters themselves: `members` are those of more than one unit, at least. */
export const nested = (units: Clusters, count: number, members: Members): Clusters => ({
  count,
  members,
  addWithin: (meat, design, fitted, response) => {
    units.addWithin?.(meat, design, fitted, response)
    const { width } = design
    const scoring = { design, fitted, response }
    const { cluster } = members
    // Of each unit with those of its cluster before it.
    const half = new Float64Array(width * width)
    const before = new Float64Array(width)
    for (let unit = 0; unit < cluster.length; unit++) {
      if (unit > 0 && cluster[unit] === cluster[unit - 1]) addProducts(half, before, members, unit, scoring)
      else before.fill(0)
      if (cluster[unit] === cluster[unit + 1]) addScores(before, members, unit, scoring)
    }
    for (let a = 0; a < width; a++)
      for (let b = 0; b < width; b++) meat[a * width + b] += half[a * width + b] + half[b * width + a]
  },
})
