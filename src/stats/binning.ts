import { InvalidInput } from '../domain/errors.ts'

/** From the lowest bin's lower edge to the highest bin's upper edge. */
export type Domain = readonly [number, number]

/** A number of bins of one width. */
export type Binning = { bins: number; domain?: Domain }

/** By axis the edges, one more than bins, and `counts[y][x]`; of one axis `counts[0][x]`. All is empty where there are no values. */
export type Binned = { edges: number[][]; counts: number[][] }

const MAX_BINS = 1000

const rangeOf = (values: ArrayLike<number>): Domain | null => {
  if (values.length === 0) return null
  let min = values[0]
  let max = values[0]
  for (let index = 1; index < values.length; index++) {
    const value = values[index]
    if (value < min) min = value
    else if (value > max) max = value
  }
  return [min, max]
}

const uniformEdges = ([from, to]: Domain, bins: number): number[] => {
  if (!(Number.isFinite(to - from) && from <= to)) {
    throw new InvalidInput(`invalid domain: [${from}, ${to}]; two finite numbers, the smaller one first`)
  }
  // A domain of one point has no bins: half a unit either way gives it some. numpy.histogram does the same.
  const [low, high] = from === to ? [from - 0.5, to + 0.5] : [from, to]
  const edges = Array.from({ length: bins + 1 }, (_, index) => low + (high - low) * (index / bins))
  // Exactly, but for the sign of a zero, which the order of values would decide.
  edges[bins] = high + 0
  return edges
}

/**
 * The edges for values of a range, over all of it unless a domain is given; null: there are no values.
 *
 * @throws InvalidInput when bins isn't a whole number from 1 to 1000, or the domain isn't a finite range.
 */
export const edgesOver = (range: Domain | null, { bins, domain }: Binning): number[] => {
  if (!(Number.isInteger(bins) && bins >= 1 && bins <= MAX_BINS)) {
    throw new InvalidInput(`invalid bins: ${bins}; a whole number from 1 to ${MAX_BINS}`)
  }
  return range === null ? [] : uniformEdges(domain ?? range, bins)
}

/** No pair in any cell. */
export const noCounts = (edges: readonly number[][]): number[][] => {
  const [columns, lines = 1] = edges.map(({ length }) => Math.max(0, length - 1))
  return Array.from({ length: lines }, () => new Array<number>(columns).fill(0))
}

/**
 * The bin of each value: the one with edges[bin] ≤ x < edges[bin + 1], the last one closed. The arithmetic
 * guess is compared with the edges, as (x − min) / width alone misplaces values that lie on an edge.
 *
 * @throws InvalidInput for a value beyond the edges.
 */
const binsOf = (values: ArrayLike<number>, edges: readonly number[]): Uint16Array => {
  const last = edges.length - 2
  const low = edges[0]
  const high = edges[last + 1]
  const scale = high > low ? (last + 1) / (high - low) : 0
  const bins = new Uint16Array(values.length)
  for (let index = 0; index < values.length; index++) {
    const value = values[index]
    if (!(value >= low && value <= high)) {
      throw new InvalidInput(`${value} lies outside the bins from ${low} to ${high}`)
    }
    let bin = Math.min(last, ((value - low) * scale) | 0)
    while (bin < last && value >= edges[bin + 1]) bin++
    while (value < edges[bin]) bin--
    bins[index] = bin
  }
  return bins
}

/**
 * How many points each cell has, of one or two axes of one length; every point is in exactly one.
 * R: `tabulate(findInterval(x, edges, rightmost.closed = TRUE), bins)`, `table(findInterval(y, …), findInterval(x, …))`.
 *
 * @throws InvalidInput for bins or a domain that can't be, or a point beyond the domain.
 */
export const binPoints = (axes: readonly ArrayLike<number>[], binnings: readonly Binning[]): Binned => {
  const edges = axes.map((values, axis) => edgesOver(rangeOf(values), binnings[axis]))
  const counts = noCounts(edges)
  const [columns, lines] = axes.map((values, axis) => binsOf(values, edges[axis]))
  columns.forEach((column, index) => {
    counts[lines?.[index] ?? 0][column]++
  })
  return { edges, counts }
}
