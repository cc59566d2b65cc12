import { clustersWith } from './clusters.ts'
import type { Design } from './design.ts'
import type { Observed } from './fitted.ts'

/**
 * Robust errors learn how wrong an estimate is from how clusters differ that vary in its column. One's residuals always sum to 0
 * there, and two's are each other's negatives: so few say nothing, or anything, while all the others count as degrees of freedom.
 */
export const FEWEST_CLUSTERS = 3

/** A column as the design stores it. */
const columnOf = (design: Design, column: number): Float64Array => {
  const values = new Float64Array(design.rows)
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

/**
 * In how many clusters some observation has another value of a column than most have (without an intercept: than 0), if these are
 * fewer than are needed and not all; null of enough.
 */
export const fewVaryingClusters = (
  { design, response, clusters }: Observed,
  column: number,
): number | null => {
  const { count } = response
  const values = columnOf(design, column)
  const common = design.intercept ? majority(values, count) : 0
  const varies = new Uint8Array(values.length)
  for (let row = 0; row < varies.length; row++) if (count[row] > 0 && values[row] !== common) varies[row] = 1
  const varying = clustersWith(clusters, varies, response, FEWEST_CLUSTERS)
  return varying < Math.min(FEWEST_CLUSTERS, clusters.count) ? varying : null
}
