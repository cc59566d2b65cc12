import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { Members } from './clusters.ts'
import { unshiftCoefficients } from './covariance.ts'
import { type Design, transposedTimes } from './design.ts'
import { factorizer, solve } from './factor.ts'
import type { GroupedResponse } from './grouped-response.ts'
import type { Interval } from './interval.ts'
import { logit, type Penalty } from './logit.ts'
import type { Family } from './regression.ts'

/** Of one column: the spread of its estimates over the replicates, and the percentile interval. */
export type BootstrapEstimate = { standardError: number; interval: Interval }

export type Bootstrap = {
  /** By the columns of the design; null where fewer than two replicates had estimates. */
  columns: BootstrapEstimate[] | null
  /** Replicates in which not every column could be estimated: left out. */
  failed: number
}

type Request = {
  design: Design
  /** All clusters. */
  drawn: Members
  /** Of the fit: its unit and centre count, and rows that it has no observations in are left out. */
  response: GroupedResponse
  family: Family
  penalty: Penalty
  /** Where a logit begins, as the design stores its columns. */
  start: Float64Array
  replicates: number
  seed: number
  level: number
  /** Called before each replicate; what it throws ends all. */
  checkpoint: () => void
}

/** Where each cluster's units begin, and where the last one's end. */
const clusterStarts = ({ cluster }: Members): number[] => {
  const starts: number[] = []
  for (let unit = 0; unit < cluster.length; unit++)
    if (unit === 0 || cluster[unit] !== cluster[unit - 1]) starts.push(unit)
  return [...starts, cluster.length]
}

/** Clusters drawn with replacement: how many observations each row of the design has, and their mean. */
const resample = (
  { design, drawn: { observations }, response }: Request,
  starts: readonly number[],
  next: () => number,
): Pick<GroupedResponse, 'count' | 'mean'> => {
  const clusters = starts.length - 1
  const count = new Float64Array(design.rows)
  const mean = new Float64Array(design.rows)
  for (let draw = 0; draw < clusters; draw++) {
    const cluster = Math.floor(((next() >>> 0) / 2 ** 32) * clusters)
    for (const { row: rowOf, response: outcome } of observations) {
      for (let unit = starts[cluster]; unit < starts[cluster + 1]; unit++) {
        const row = rowOf[unit]
        if (response.count[row] === 0) continue
        count[row]++
        mean[row] += outcome[unit]
      }
    }
  }
  for (let row = 0; row < design.rows; row++) if (count[row] > 0) mean[row] /= count[row]
  return { count, mean }
}

/** In units. */
const estimate = (
  { design, response, family, penalty, start }: Request,
  { count, mean }: Pick<GroupedResponse, 'count' | 'mean'>,
): Float64Array | null => {
  const columns = Array.from({ length: design.width }, (_, column) => column)
  const { kept, lower } = factorizer(design, count)(columns)
  if (kept.length < design.width) return null
  if (family === 'LEAST_SQUARES') {
    const sums = count.map((n, row) => n * mean[row])
    return unshiftCoefficients(design, solve(lower, transposedTimes(design, sums)), { ...response, unit: 1 })
  }
  // Separated replicates don't converge.
  const drawn = { ...response, count, mean, squares: mean }
  const { coefficients, converged } = logit(design, drawn, penalty, { start, maxIterations: 25 })
  return converged ? unshiftCoefficients(design, coefficients, response) : null
}

/** R: `quantile(x, p)`, of ascending values. */
const quantile = (ascending: Float64Array, p: number): number => {
  const at = p * (ascending.length - 1)
  const below = Math.floor(at)
  const above = Math.min(below + 1, ascending.length - 1)
  return ascending[below] + (at - below) * (ascending[above] - ascending[below])
}

/**
 * Bootstrap of a regression by clusters: draws as many as there are with replacement, estimates again, and so on. The
 * same seed gives the same numbers. R: `boot::boot(pairs, …)`, percentile intervals by `quantile(t, c((1 ∓ level) / 2))`.
 */
export const bootstrap = (request: Request): Bootstrap => {
  const { design, replicates, seed, level, checkpoint } = request
  const { unit } = request.response
  const generator = xoroshiro128plus(seed)
  const starts = clusterStarts(request.drawn)
  const estimates: Float64Array[] = []
  for (let replicate = 0; replicate < replicates; replicate++) {
    checkpoint()
    const coefficients = estimate(
      request,
      resample(request, starts, () => generator.next()),
    )
    if (coefficients) estimates.push(coefficients)
  }
  const failed = replicates - estimates.length
  const n = estimates.length
  if (n < 2) return { columns: null, failed }
  const columns = Array.from({ length: design.width }, (_, column) => {
    const ascending = Float64Array.from(estimates, (one) => one[column]).sort()
    const mean = ascending.reduce((sum, value) => sum + value, 0) / n
    const variance = ascending.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1)
    const [lower, upper] = [(1 - level) / 2, (1 + level) / 2].map((p) => unit * quantile(ascending, p))
    return { standardError: unit * Math.sqrt(variance), interval: { level, lower, upper } }
  })
  return { columns, failed }
}
