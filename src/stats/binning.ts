import { InvalidInput } from '../domain/errors.ts'

/** From the lowest bin's lower edge to the highest bin's upper edge. */
export type Domain = readonly [number, number]

/** Either the ascending edges, one more than bins, or a number of bins of one width. */
export type Binning = readonly number[] | { bins: number; domain?: Domain }

const MAX_BINS = 1000

const assertBins = (bins: number): void => {
  if (!(Number.isInteger(bins) && bins >= 1 && bins <= MAX_BINS)) {
    throw new InvalidInput(`invalid bins: ${bins}; a whole number from 1 to ${MAX_BINS}`)
  }
}

const rangeOf = (values: ArrayLike<number>): Domain => {
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
  edges[bins] = high
  return edges
}

/**
 * The edges for the values, from their smallest to their largest unless a domain is given; none for none.
 *
 * @throws InvalidInput when bins isn't a whole number from 1 to 1000, or the domain isn't a finite range.
 */
export const edgesFor = (values: ArrayLike<number>, binning: Binning): number[] => {
  if (!('bins' in binning)) return values.length === 0 ? [] : [...binning]
  return edgesOver(values.length === 0 ? null : rangeOf(values), binning)
}

/**
 * The edges for values of which only the range is known; null: there are none.
 *
 * @throws InvalidInput as `edgesFor`
 */
export const edgesOver = (
  range: Domain | null,
  { bins, domain }: { bins: number; domain?: Domain },
): number[] => {
  assertBins(bins)
  return range === null ? [] : uniformEdges(domain ?? range, bins)
}

/**
 * The bin of each value: the one with edges[bin] ≤ x < edges[bin + 1], the last one closed. The arithmetic
 * guess is compared with the edges, as (x − min) / width alone misplaces values that lie on an edge.
 *
 * @throws InvalidInput for a value beyond the edges.
 */
export const binsOf = (values: ArrayLike<number>, edges: readonly number[]): Uint16Array => {
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
