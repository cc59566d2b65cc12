import { crossProduct, type Design } from './design.ts'
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

/** Adds what the observations of two rows have together: product·(x_i·x_j' + x_j·x_i'). */
const addCouple = (
  meat: Float64Array,
  { starts, columns, values, width }: Design,
  [i, j]: readonly [number, number],
  product: number,
): void => {
  for (let a = starts[i]; a < starts[i + 1]; a++) {
    const scaled = product * values[a]
    for (let b = starts[j]; b < starts[j + 1]; b++) {
      const value = scaled * values[b]
      meat[columns[a] * width + columns[b]] += value
      meat[columns[b] * width + columns[a]] += value
    }
  }
}

/** Clusters of two observations, once the fitted values are known. */
export const coupled = (count: number, couplesOf: (fitted: Float64Array) => Couples): Clusters => ({
  count,
  addWithin: (meat, design, fitted) => {
    const { first, second, products } = couplesOf(fitted)
    for (let i = 0; i < first.length; i++) addCouple(meat, design, [first[i], second[i]], products[i])
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

/** Adds v·v' to the lower triangle of a matrix. */
const addSquare = (lower: Float64Array, v: Float64Array): void => {
  const width = v.length
  for (let a = 0; a < width; a++) {
    const line = a * width
    for (let b = 0; b <= a; b++) lower[line + b] += v[a] * v[b]
  }
}

/** Takes Σ s·s' of units off a meat, s being the score of all observations of a unit. */
const takeUnits = (
  meat: Float64Array,
  { observations, cluster }: Members,
  { design, fitted, response: { count } }: Scoring,
): void => {
  const squares = new Float64Array(design.rows)
  for (const { row, response } of observations) {
    for (let unit = 0; unit < cluster.length; unit++)
      if (count[row[unit]] > 0) squares[row[unit]] += (response[unit] - fitted[row[unit]]) ** 2
  }
  crossProduct(design, squares).forEach((value, at) => {
    meat[at] -= value
  })
  observations.forEach((one, index) => {
    for (const other of observations.slice(index + 1)) {
      for (let unit = 0; unit < cluster.length; unit++) {
        const [i, j] = [one.row[unit], other.row[unit]]
        if (count[i] === 0 || count[j] === 0) continue
        const product = (one.response[unit] - fitted[i]) * (other.response[unit] - fitted[j])
        addCouple(meat, design, [i, j], -product)
      }
    }
  })
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
    // (Σ s)(Σ s)' − Σ s·s' of each cluster's units.
    takeUnits(meat, members, scoring)
    const lower = new Float64Array(width * width)
    const total = new Float64Array(width)
    for (let unit = 0; unit < cluster.length; unit++) {
      addScores(total, members, unit, scoring)
      if (unit + 1 < cluster.length && cluster[unit] === cluster[unit + 1]) continue
      addSquare(lower, total)
      total.fill(0)
    }
    for (let a = 0; a < width; a++) {
      for (let b = 0; b < a; b++) {
        meat[a * width + b] += lower[a * width + b]
        meat[b * width + a] += lower[a * width + b]
      }
      meat[a * width + a] += lower[a * width + a]
    }
  },
})
