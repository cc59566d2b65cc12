import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clusterTotals, coupleOf, designEffect, sampleOfClusters } from '../../src/stats/clustered-sample.ts'
import { summarize } from '../../src/stats/summary.ts'
import { clusteredTTest, clusteredTwoSampleTTest, oneSampleTTest } from '../../src/stats/t-test.ts'
import { wilsonInterval } from '../../src/stats/wilson.ts'
import { expectAgree } from '../golden/agree.ts'
import { type PromptPairs, prompts } from '../golden/prompts.ts'

const sampleOf = (values: readonly (number | null)[], group: readonly number[]) =>
  clusterTotals(
    Float64Array.from(values, (value) => value ?? Number.NaN),
    group,
    Math.max(0, ...group) + 1,
  )

const varianceOf = (values: readonly (number | null)[]) => {
  const { standardDeviation } = summarize(
    Float64Array.from(values.filter((value): value is number => value !== null)),
  )
  return standardDeviation === null ? null : standardDeviation ** 2
}

const alignedOf = (chosen: readonly (number | null)[], rejected: readonly (number | null)[]) =>
  chosen.map((one, pair) => {
    const other = rejected[pair]
    return one === null || other === null ? null : Number(one > other)
  })

/** CHOSEN is 1, REJECTED −1: is_harmless decides, then is_helpful. */
const preferences = ({ chosen, rejected }: PromptPairs) =>
  chosen[0].map((_, pair) => {
    const [helpful, harmless] = [0, 1].map((f) =>
      Math.sign((chosen[f][pair] ?? 0) - (rejected[f][pair] ?? 0)),
    )
    return chosen[0][pair] === null ? null : harmless || helpful
  })

describe.each(Object.entries(prompts.answers))('clustered samples against R: %s', (name, expected) => {
  const data = prompts.datasets[name]
  const { group } = data

  it.each(['PRE', 'POST'] as const)('share of aligned pairs, %s', (stage) => {
    const [chosen, rejected] =
      stage === 'PRE' ? [data.preChosen, data.preRejected] : [data.postChosen, data.postRejected]
    const { sample } = sampleOf(alignedOf(chosen, rejected), group)
    const { pairs, prompts, aligned, designEffect: effect, interval } = expected.alignment[stage]
    expectAgree([sample.count, sample.clusters, designEffect(sample)], [pairs, prompts, effect])
    const found = effect ? wilsonInterval(aligned!, pairs, 0.95, effect) : null
    expectAgree(found && { lower: found.lower, upper: found.upper }, interval)
  })

  it('means of differences', () => {
    Object.values(expected.prevalence).forEach(({ mean, test }, feature) => {
      const values = data.chosen[feature].map((one, pair) =>
        one === null ? null : one - data.rejected[feature][pair]!,
      )
      const { sample } = sampleOf(values, group)
      expectAgree(sample.mean, mean)
      const wanted = test && { statistic: test.statistic, pValue: test.pValue, degreesOfFreedom: test.df }
      expectAgree(clusteredTTest(sample, varianceOf(values)), wanted)
    })
  })

  it('two shares whose prompts overlap', () => {
    if (name === 'single') return expect(expected.alignmentContrast).not.toBeNull()
    const aligned = alignedOf(data.postChosen, data.postRejected)
    const preference = preferences(data)
    const of = (wanted: number) =>
      sampleOf(
        aligned.map((one, pair) => (preference[pair] === wanted ? one : null)),
        group,
      )
    const [a, b] = [of(1), of(-1)]
    const test = clusteredTwoSampleTTest(a.sample, b.sample, coupleOf(a, b))
    expectAgree(test && { statistic: test.statistic, pValue: test.pValue }, expected.alignmentContrast)
  })
})

const values = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 20 })

describe('clustered samples', () => {
  it('one value a cluster: as if there were none', () => {
    fc.assert(
      fc.property(values, (x) => {
        const { sample } = sampleOf(x, [...x.keys()])
        const plain = oneSampleTTest(summarize(Float64Array.from(x)))
        expectAgree(clusteredTTest(sample, varianceOf(x)), plain)
        const { sample: share } = sampleOf(
          x.map((one) => Number(one > 0)),
          [...x.keys()],
        )
        expect(designEffect(share)).toBe(1)
      }),
    )
  })

  it('every value twice within its cluster: twice the design effect but for (n − 1) / n, and the same test', () => {
    const clustered = fc.array(fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: 0, max: 4 })), {
      minLength: 2,
      maxLength: 20,
    })
    fc.assert(
      fc.property(clustered, (both) => {
        const of = (all: typeof both) =>
          sampleOf(
            all.map(([value]) => value),
            all.map(([, cluster]) => cluster),
          ).sample
        const [once, twice] = [of(both), of([...both, ...both])]
        const test = (sample: typeof once) => clusteredTTest(sample, varianceOf(both.map(([value]) => value)))
        expectAgree(test(twice), test(once))
        if (once.clusters < 2 || once.mean === 0 || once.mean === 1) return
        const n = both.length
        const factor = (2 * ((2 * n - 1) / (2 * n))) / ((n - 1) / n)
        // One value a cluster has a design effect of 1 by definition, without that factor.
        if (once.clusters < n) expectAgree(designEffect(twice), factor * designEffect(once)!)
      }),
    )
  })

  it('of one cluster nothing is known; of none neither', () => {
    expect(designEffect(sampleOf([1, 0, 1], [0, 0, 0]).sample)).toBeNull()
    expect(designEffect(sampleOf([1], [0]).sample)).toBe(1)
    expect(designEffect(sampleOf([], []).sample)).toBeNull()
    expect(clusteredTTest(sampleOf([1, 2], [0, 0]).sample, 0.5)).toBeNull()
    expect(clusteredTTest(sampleOf([], []).sample, null)).toBeNull()
  })
})

describe('a sample from sums over its clusters', () => {
  const values = fc.array(fc.tuple(fc.integer({ min: -3, max: 3 }), fc.nat(5)), {
    minLength: 1,
    maxLength: 40,
  })
  const sumsOf = (rows: readonly (readonly [number, number])[]) => {
    const groups = [...new Set(rows.map(([, group]) => group))]
    const totals = groups.map((group) => {
      const own = rows.filter((row) => row[1] === group)
      return [own.length, own.reduce((sum, [x]) => sum + x, 0)]
    })
    const sum = (of: (size: number, total: number) => number) =>
      totals.reduce((all, [size, total]) => all + of(size, total), 0)
    return sampleOfClusters(rows.length, groups.length, {
      sum: sum((_, total) => total),
      squares: sum((_, total) => total ** 2),
      bySize: sum((size, total) => size * total),
      sizes: sum((size) => size ** 2),
    })
  }

  it('is that of the values', () => {
    fc.assert(
      fc.property(values, (rows) => {
        const { sample } = sampleOf(
          rows.map(([x]) => x),
          rows.map(([, group]) => group),
        )
        expectAgree(sumsOf(rows), sample)
      }),
    )
  })

  it('has no spread, not even of rounding, where clusters cancel', () => {
    const rows = Array.from(
      { length: 3 * 7 * 11 },
      (_, at) => [at % 3 === 0 ? 1 : 0, Math.floor(at / 3)] as const,
    )
    expect(sumsOf(rows).squares).toBe(0)
  })
})
