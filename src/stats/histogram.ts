import { type Binning, binsOf, edgesFor } from './binning.ts'

/** `counts[i]` counts edges[i] ≤ x < edges[i + 1]; the last bin is closed. Both are empty for no values. */
export type Histogram = { edges: number[]; counts: number[] }

/**
 * How many values each bin has; every value is in exactly one.
 * R: `tabulate(findInterval(x, edges, rightmost.closed = TRUE), bins)`.
 *
 * @throws InvalidInput for bins or a domain that can't be, or a value beyond the domain.
 */
export const histogram = (values: ArrayLike<number>, binning: Binning): Histogram => {
  const edges = edgesFor(values, binning)
  const counts = new Array<number>(Math.max(0, edges.length - 1)).fill(0)
  for (const bin of binsOf(values, edges)) counts[bin]++
  return { edges, counts }
}
