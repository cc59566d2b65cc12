import { addScores, type Clusters, type Members } from './clusters.ts'
import { clusterMeat, multiply, sandwich } from './covariance.ts'
import { shortRows } from './design.ts'
import type { Fitted } from './fitted.ts'
import type { GroupedResponse, Observations } from './grouped-response.ts'

/** A fit with what is known of its clusters. */
export type Clustered = { fitted: Fitted; clusters: Clusters }

/**
 * Observations of two fits that meet in shared clusters, those in the same rows of both designs as one: their number,
 * either's mean less its response's centre, and Σ(a − mean a)(b − mean b), all in the responses' units.
 */
export type Meeting = {
  rows: readonly [number, number]
  count: number
  means: readonly [number, number]
  coSquares: number
}

/** The clusters that two fits share; but for those that both have members of. */
export type Shared = { clusters: number; meetings: Iterable<Meeting> }

/** Observations by cluster: clusters ascend, and the i-th of them has the i-th observation of each. */
export type ByCluster = {
  clusters: Int32Array
  observations: readonly Observations[]
  response: Pick<GroupedResponse, 'unit' | 'centre'>
}

/** Places of what two ascending columns have in common. */
const inBoth = (a: Int32Array, b: Int32Array): readonly [Int32Array, Int32Array] => {
  const [mine, theirs] = [a, b].map(() => new Int32Array(Math.min(a.length, b.length)))
  let count = 0
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] < b[j]) i++
    else if (a[i] > b[j]) j++
    else {
      mine[count] = i++
      theirs[count++] = j++
    }
  }
  return [mine.subarray(0, count), theirs.subarray(0, count)]
}

/** The clusters that both have, observation by observation. */
export const sharedClusters = (a: ByCluster, b: ByCluster): Shared => {
  const [mine, theirs] = inBoth(a.clusters, b.clusters)
  const [unitA, unitB] = [1 / a.response.unit, 1 / b.response.unit]
  function* meetings(): Generator<Meeting> {
    for (let k = 0; k < mine.length; k++) {
      for (const first of a.observations) {
        for (const second of b.observations) {
          const [i, j] = [first.at[mine[k]], second.at[theirs[k]]]
          const means = [
            first.column[i] * unitA - a.response.centre,
            second.column[j] * unitB - b.response.centre,
          ] as const
          yield { rows: [first.rowOf[i], second.rowOf[j]], count: 1, means, coSquares: 0 }
        }
      }
    }
  }
  return { clusters: mine.length, meetings: meetings() }
}

/** A variance this small beside those that it is a difference of is rounding. */
const ROUNDING = 1e-12

/** What is needed to compare two fits' coefficients, as their designs store them. */
export type Contrast = {
  /** Of (column i of the first) − (column j of the second), indices into `kept`; 0 where both are one. */
  standardError(i: number, j: number): number
  observations: number
  /** Clusters of either, and of both. */
  clusters: number
  shared: number
}

/** Σ over shared clusters of (score in the first) · (score in the second)', the first's width × the second's. */
const crossMeat = (a: Clustered, b: Clustered, meetings: Iterable<Meeting>): Float64Array => {
  const [first, second] = [a.fitted, b.fitted]
  const { width } = second.design
  const [left, right] = [shortRows(first.design), shortRows(second.design)]
  const meat = new Float64Array(first.design.width * width)
  // Residuals of a perfect fit are rounding.
  if (first.fit.dispersion === 0 || second.fit.dispersion === 0) return meat
  for (const { rows, count, means, coSquares } of meetings) {
    const [row, other] = rows
    // Pairs that a logit leaves out, as predicted perfectly, have no say.
    if (first.response.count[row] === 0 || second.response.count[other] === 0) continue
    const product =
      coSquares + count * (means[0] - first.fit.fitted[row]) * (means[1] - second.fit.fitted[other])
    for (let p = left.starts[row]; p < left.starts[row + 1]; p++) {
      const line = left.columns[p] * width
      for (let q = right.starts[other]; q < right.starts[other + 1]; q++)
        meat[line + right.columns[q]] += product * left.values[p] * right.values[q]
    }
  }
  return meat
}

/** Where each cluster's units are: from the first one on, before the second. */
const rangesOf = ({ cluster }: Members): Map<number, readonly [number, number]> => {
  const ranges = new Map<number, readonly [number, number]>()
  for (let unit = 0; unit < cluster.length; unit++)
    ranges.set(cluster[unit], [ranges.get(cluster[unit])?.[0] ?? unit, unit + 1])
  return ranges
}

/** Σ x·residual of some units. */
const totalScore = (
  { fitted: { design, response, fit } }: Clustered,
  members: Members,
  range: readonly [number, number],
): Float64Array => {
  const total = new Float64Array(design.width)
  addScores(total, members, range, { design, response, fitted: fit.fitted })
  return total
}

/** Adds the same of clusters whose members both have; returns how many these are. */
const addCrossMembers = (meat: Float64Array, a: Clustered, b: Clustered): number => {
  const [mine, theirs] = [a.clusters.members, b.clusters.members]
  if (!mine || !theirs) return 0
  const ranges = [mine, theirs].map(rangesOf)
  const isPerfect = a.fitted.fit.dispersion === 0 || b.fitted.fit.dispersion === 0
  let shared = 0
  for (const [cluster, range] of ranges[0]) {
    const other = ranges[1].get(cluster)
    if (!other) continue
    shared++
    if (isPerfect) continue
    const [left, right] = [totalScore(a, mine, range), totalScore(b, theirs, other)]
    for (let p = 0; p < left.length; p++)
      for (let q = 0; q < right.length; q++) meat[p * right.length + q] += left[p] * right[q]
  }
  return shared
}

/**
 * The errors of differences between two regressions that may share clusters: both as one stacked regression in
 * which every term may differ, clustered. R: `vcovCL(lm(y ~ 0 + audit:X), cluster = pair, type = 'HC1')`.
 */
export const contrast = (a: Clustered, b: Clustered, shared: Shared): Contrast => {
  const [mine, theirs] = [a, b].map(({ fitted: { design, response, fit }, clusters }) =>
    sandwich(fit.bread, clusterMeat(design, response, fit, clusters)),
  )
  const meat = crossMeat(a, b, shared.meetings)
  const sharedClusters = shared.clusters + addCrossMembers(meat, a, b)
  const [left, right] = [a.fitted.design.width, b.fitted.design.width]
  const half = multiply(a.fitted.fit.bread, meat, { rows: left, inner: left, columns: right })
  const cross = multiply(half, b.fitted.fit.bread, { rows: left, inner: right, columns: right })
  const observations = a.fitted.fit.observations + b.fitted.fit.observations
  const width = a.fitted.fit.width + b.fitted.fit.width
  const clusters = a.clusters.count + b.clusters.count - sharedClusters
  const factor = ((clusters / (clusters - 1)) * (observations - 1)) / (observations - width)
  const units = [a, b].map(({ fitted }) => fitted.response.unit)
  const unit = Math.max(...units)
  const [first, second] = units.map((one) => one / unit)
  const standardError = (i: number, j: number) => {
    const apart = first ** 2 * mine[i * left + i] + second ** 2 * theirs[j * right + j]
    const together = apart - 2 * first * second * cross[i * right + j]
    return together > ROUNDING * apart ? unit * Math.sqrt(factor * together) : 0
  }
  return { standardError, observations, clusters, shared: sharedClusters }
}
