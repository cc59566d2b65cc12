import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidInput } from '../../src/domain/errors.ts'
import { type Binning, binPoints } from '../../src/stats/binning.ts'
import { EXACT, expectAgree } from '../golden/agree.ts'
import { descriptive, longSamples } from '../golden/descriptive.ts'

const histogram = (values: ArrayLike<number>, binning: Binning) => {
  const { edges, counts } = binPoints([values], [binning])
  return { edges: edges[0], counts: counts[0] }
}

const heatmap = (x: ArrayLike<number>, y: ArrayLike<number>, of: { x: Binning; y: Binning }) => {
  const { edges, counts } = binPoints([x, y], [of.x, of.y])
  return { xEdges: edges[0], yEdges: edges[1], counts }
}

/** Counted by the definition, one comparison after the other. */
const countBetween = (values: ArrayLike<number>, edges: readonly number[], bin: number): number => {
  const last = edges.length - 2
  return Array.from(values).filter(
    (x) => edges[bin] <= x && (x < edges[bin + 1] || (bin === last && x <= edges[bin + 1])),
  ).length
}

const anyReals = fc.array(
  fc.oneof(
    fc.double({ noNaN: true, min: -1e9, max: 1e9 }),
    fc.integer({ min: -20, max: 20 }).map((x) => x / 10),
    fc.constantFrom(1, 1 + Number.EPSILON, 1 + 2 * Number.EPSILON, 1e17, Number.MIN_VALUE, 0),
  ),
  { maxLength: 60 },
)

describe('binPoints on one axis', () => {
  it.each(descriptive.histograms)('agrees with R: $bins bins, domain $domain', (golden) => {
    const { values, bins, domain, edges, counts } = golden
    const binned = histogram(values, { bins, domain: domain ?? undefined })
    expectAgree(binned.edges, edges)
    expectAgree(binned.counts, counts, EXACT)
  })

  it('agrees with R at 160,800 values', () => {
    const { bins, edges, counts } = descriptive.histogramLong
    expectAgree(histogram(longSamples.skewed, { bins }).edges, edges)
    expectAgree(histogram(longSamples.skewed, { bins }).counts, counts, EXACT)
  })

  it('puts every value into the one bin whose edges hold it', () => {
    fc.assert(
      fc.property(anyReals, fc.integer({ min: 1, max: 50 }), (values, bins) => {
        const { edges, counts } = histogram(values, { bins })
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(values.length)
        expect(edges).toEqual(edges.toSorted((a, b) => a - b))
        expect(counts).toEqual(counts.map((_, bin) => countBetween(values, edges, bin)))
        expect(histogram(values.toReversed(), { bins })).toEqual({ edges, counts })
      }),
      { numRuns: 500 },
    )
  })

  it.each([[[-1, -0, 0]], [[-1, 0, -0]]])('ends at 0 with %j, whichever zero comes first', (values) => {
    expect(histogram(values, { bins: 1 })).toEqual({ edges: [-1, 0], counts: [3] })
  })

  it('begins and ends at the domain, or at the smallest and the largest value', () => {
    fc.assert(
      fc.property(anyReals, fc.integer({ min: 1, max: 1000 }), (values, bins) => {
        const [min, max] = [Math.min(...values), Math.max(...values)]
        if (!(min < max)) return
        const own = histogram(values, { bins }).edges
        expect([own[0] + 0, own[bins] + 0]).toEqual([min + 0, max + 0])
        const given = histogram(values, { bins, domain: [min - 1, max + 0.1] }).edges
        expect([given[0], given[bins]]).toEqual([min - 1, max + 0.1])
      }),
    )
  })

  it('widens a single value by half a unit either way', () => {
    expect(histogram([5, 5], { bins: 2 })).toEqual({ edges: [4.5, 5, 5.5], counts: [0, 2] })
  })

  it('gives empty lists for no values, with a domain too', () => {
    expect(histogram([], { bins: 4, domain: [0, 1] })).toEqual({ edges: [], counts: [] })
  })

  it.each([0, -1, 1.5, 1001, Number.NaN])('refuses %s bins, even for no values', (bins) => {
    expect(() => histogram([], { bins })).toThrow(InvalidInput)
  })

  it('refuses a value beyond the domain and a domain that is none', () => {
    expect(() => histogram([2], { bins: 2, domain: [0, 1] })).toThrow('2 lies outside the bins from 0 to 1')
    expect(() => histogram([Number.NaN, 1], { bins: 2 })).toThrow(InvalidInput)
    expect(() => histogram([1], { bins: 2, domain: [3, 1] })).toThrow(InvalidInput)
  })
})

describe('binPoints on two axes', () => {
  it('agrees with R', () => {
    const { x, y, xBins, yBins, counts } = descriptive.heatmap
    expectAgree(heatmap(x, y, { x: { bins: xBins }, y: { bins: yBins } }).counts, counts, EXACT)
  })

  it('has the histograms of its axes as margins', () => {
    const points = fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 })))
    fc.assert(
      fc.property(points, (points) => {
        const [x, y] = [points.map(([x]) => x), points.map(([, y]) => y)]
        const { xEdges, yEdges, counts } = heatmap(x, y, { x: { bins: 5 }, y: { bins: 3 } })
        const rows = counts.map((row) => row.reduce((sum, count) => sum + count, 0))
        const columns = xEdges.slice(1).map((_, column) => counts.reduce((sum, row) => sum + row[column], 0))
        expect({ edges: xEdges, counts: columns }).toEqual(histogram(x, { bins: 5 }))
        expect({ edges: yEdges, counts: rows }).toEqual(histogram(y, { bins: 3 }))
      }),
    )
  })
})
