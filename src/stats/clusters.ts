import { addRow, crossProduct, type Design, type Short, shortRows } from './design.ts'
import type { GroupedResponse } from './grouped-response.ts'
import { dot } from './sum.ts'

/** How observations are clustered: without `addWithin` each is a cluster by itself. */
export type Clusters = {
  count: number
  /**
   * Adds to a meat what different observations i, j of one cluster have together: Σ x_i·residual_i·residual_j·x_j'. Those
   * in rows where a response counts none are left out.
   */
  addWithin?(meat: Float64Array, design: Design, fitted: Float64Array, response: GroupedResponse): void
  /** All of the meat, where that is simpler than what is added. */
  meat?(design: Design, fitted: Float64Array, response: GroupedResponse): Float64Array
  /** How many have an observation in rows that are marked by 1, counted until there are enough. */
  countWith?(marked: Uint8Array, response: GroupedResponse, enough: number): number
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
 * Clusters of two observations: cluster by cluster, or those that meet alike together, the design's rows of both and how many
 * these are; and the sums of the products of their residuals, once the fitted values are known.
 */
export type Couples = {
  first: ArrayLike<number>
  second: ArrayLike<number>
  count: ArrayLike<number>
  products(fitted: Float64Array): ArrayLike<number>
}

/** Adds what the observations of two rows have together: product·(x_i·x_j' + x_j·x_i'). */
const addCouple = (
  meat: Float64Array,
  { starts, columns, values, width }: Short & Pick<Design, 'width'>,
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

/** Clusters of two observations. */
export const coupled = (
  total: number,
  { first, second, count, products: productsOf }: Couples,
): Clusters => ({
  count: total,
  addWithin: (meat, design, fitted) => {
    const products = productsOf(fitted)
    const short = { ...shortRows(design), width: design.width }
    for (let i = 0; i < first.length; i++) addCouple(meat, short, [first[i], second[i]], products[i])
  },
  countWith: (marked, _, enough) => {
    let found = 0
    for (let i = 0; i < first.length && found < enough; i++)
      if (marked[first[i]] || marked[second[i]]) found += count[i]
    return found
  },
})

/** What observations are scored with: rows where the response counts none have no say. */
type Scoring = { design: Design; fitted: Float64Array; response: GroupedResponse }

/** Adds x·residual of each observation of the units from one on, before another, to `total`. */
export const addScores = (
  total: Float64Array,
  { observations }: Members,
  [start, end]: readonly [number, number],
  { design, fitted, response: { count } }: Scoring,
): void => {
  for (const { row: rowOf, response: outcomes } of observations) {
    for (let unit = start; unit < end; unit++) {
      const row = rowOf[unit]
      if (count[row] > 0) addRow(design, row, outcomes[unit] - fitted[row], total)
    }
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
  const short = { ...shortRows(design), width: design.width }
  observations.forEach((one, index) => {
    for (const other of observations.slice(index + 1)) {
      for (let unit = 0; unit < cluster.length; unit++) {
        const [i, j] = [one.row[unit], other.row[unit]]
        if (count[i] === 0 || count[j] === 0) continue
        const product = (one.response[unit] - fitted[i]) * (other.response[unit] - fitted[j])
        addCouple(meat, short, [i, j], -product)
      }
    }
  })
}

/** Σ (Σ s)(Σ s)' over clusters of units, s being the score of all observations of a unit. */
const membersMeat = (members: Members, scoring: Scoring): Float64Array => {
  const { width } = scoring.design
  const { cluster } = members
  const meat = new Float64Array(width * width)
  const score = new Float64Array(width)
  for (let start = 0, end = 1; start < cluster.length; start = end++) {
    while (end < cluster.length && cluster[end] === cluster[start]) end++
    score.fill(0)
    addScores(score, members, [start, end], scoring)
    addSquare(meat, score)
  }
  for (let a = 0; a < width; a++) for (let b = 0; b < a; b++) meat[b * width + a] = meat[a * width + b]
  return meat
}

/** How many clusters have an observation in rows that are marked by 1, counted until there are enough. */
export const clustersWith = (
  { countWith }: Clusters,
  marked: Uint8Array,
  response: GroupedResponse,
  enough: number,
): number => countWith?.(marked, response, enough) ?? dot(response.count, marked)

/** Units with an observation in marked rows, and how many clusters these are of. */
const unitsWith = ({ cluster, observations }: Members, marked: Uint8Array, enough: number) => {
  let [units, clusters] = [0, 0]
  let last = -1
  for (let unit = 0; unit < cluster.length && clusters < enough; unit++) {
    if (!observations.some(({ row }) => marked[row[unit]])) continue
    units++
    if (cluster[unit] !== cluster[last]) clusters++
    last = unit
  }
  return { units, clusters }
}

/** Clusters of units, all of which are members of one. */
export const ofMembers = (count: number, members: Members): Clusters => ({
  count,
  members,
  countWith: (marked, _, enough) => unitsWith(members, marked, enough).clusters,
  meat: (design, fitted, response) => membersMeat(members, { design, fitted, response }),
})

/** Clusters of units that are clusters themselves: `members` are those of more than one unit, at least. */
export const nested = (units: Clusters, count: number, members: Members): Clusters => ({
  count,
  members,
  addWithin: (meat, design, fitted, response) => {
    units.addWithin?.(meat, design, fitted, response)
    const scoring = { design, fitted, response }
    takeUnits(meat, members, scoring)
    membersMeat(members, scoring).forEach((value, at) => {
      meat[at] += value
    })
  },
  countWith: (marked, response, enough) => {
    const within = unitsWith(members, marked, enough)
    if (within.clusters >= enough) return within.clusters
    return within.clusters + clustersWith(units, marked, response, enough + within.units) - within.units
  },
})
