import { type Binning, binsOf, edgesFor } from './binning.ts'

/** `counts[y][x]`, binned per axis as a histogram; all empty for no points. */
export type Heatmap = { xEdges: number[]; yEdges: number[]; counts: number[][] }

/**
 * How many points (x[i], y[i]) each cell has; every point is in exactly one. Both arrays have one length.
 * R: `table(findInterval(y, yEdges, rightmost.closed = TRUE), findInterval(x, …))`.
 *
 * @throws InvalidInput for bins or a domain that can't be, or a point beyond the domain.
 */
export const heatmap = (
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  binning: { x: Binning; y: Binning },
): Heatmap => {
  const xEdges = edgesFor(x, binning.x)
  const yEdges = edgesFor(y, binning.y)
  const columns = Math.max(0, xEdges.length - 1)
  const counts = Array.from({ length: Math.max(0, yEdges.length - 1) }, () =>
    new Array<number>(columns).fill(0),
  )
  const xBins = binsOf(x, xEdges)
  binsOf(y, yEdges).forEach((row, index) => {
    counts[row][xBins[index]]++
  })
  return { xEdges, yEdges, counts }
}
