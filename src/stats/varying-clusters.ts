import { clustersWith } from './clusters.ts'
import type { Design } from './design.ts'
import type { Observed } from './fitted.ts'

/**
 * Robust errors learn how wrong an estimate is from how clusters differ that vary in its column. One's residuals always sum to 0
 * there, and two's are each other's negatives: so few say nothing, or anything, while all the others count as degrees of freedom.
 */
export const FEWEST_CLUSTERS = 3

/** So many rows tell of most columns that enough clusters vary. */
const FIRST_ROWS = 512

/** The first values of a column as the design stores it. */
const columnOf = (design: Design, column: number, rows: number): Float64Array => {
  const values = new Float64Array(Math.min(rows, design.rows))
  if (design.isFull) {
    for (let row = 0; row < values.length; row++) values[row] = design.values[row * design.width + column]
    return values
  }
  for (let row = 0; row < values.length; row++) {
    // Columns ascend within a row.
    let at = design.starts[row]
    while (at < design.starts[row + 1] && design.columns[at] < column) at++
    if (at < design.starts[row + 1] && design.columns[at] === column) values[row] = design.values[at]
  }
  return values
}

/** The value that more than half of the observations have, if any does (Boyer and Moore's majority vote). */
const majority = (values: Float64Array, count: Float64Array): number => {
  let [value, votes] = [0, 0]
  for (let row = 0; row < values.length; row++) {
    if (values[row] === value) votes += count[row]
    else if (votes >= count[row]) votes -= count[row]
    else [value, votes] = [values[row], count[row] - votes]
  }
  return value
}

/** In how many clusters a row's value is another than `common`, or is it, counted until there are enough. */
const clustersThat = (
  differ: boolean,
  { values, common }: { values: Float64Array; common: number },
  { design, response, clusters }: Observed,
): number => {
  const marked = new Uint8Array(design.rows)
  for (let row = 0; row < values.length; row++)
    if (response.count[row] > 0 && (values[row] !== common) === differ) marked[row] = 1
  return clustersWith(clusters, marked, response, FEWEST_CLUSTERS)
}

/** Whether there are enough whichever value is the common one, as the first rows tell: with the first row's, and without. */
const areSurelyEnough = (observed: Observed, column: number): boolean => {
  const values = columnOf(observed.design, column, FIRST_ROWS)
  const common = observed.design.intercept ? values[0] : 0
  const areEnough = (differ: boolean) => clustersThat(differ, { values, common }, observed) >= FEWEST_CLUSTERS
  return areEnough(true) && (!observed.design.intercept || areEnough(false))
}

/**
 * In how many clusters some observation has another value of a column than most have (without an intercept: than 0), if these are
 * fewer than are needed and not all; null of enough.
 */
export const fewVaryingClusters = (observed: Observed, column: number): number | null => {
  const { design, response, clusters } = observed
  if (areSurelyEnough(observed, column)) return null
  const values = columnOf(design, column, design.rows)
  const common = design.intercept ? majority(values, response.count) : 0
  const varying = clustersThat(true, { values, common }, observed)
  return varying < Math.min(FEWEST_CLUSTERS, clusters.count) ? varying : null
}
