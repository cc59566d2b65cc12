import fc from 'fast-check'
import { describe, it } from 'vitest'
import { type Sample, sampleOfSums } from '../../src/stats/sample.ts'
import { summarize } from '../../src/stats/summary.ts'
import { oneSampleTTest, pairedTTest, twoSampleTTest } from '../../src/stats/t-test.ts'
import { expectAgree } from '../golden/agree.ts'
import { descriptive, longSamples } from '../golden/descriptive.ts'

const summaryOf = (values: readonly number[]) => summarize(Float64Array.from(values))

const sampleOf = (values: readonly number[]): Sample => {
  const { count, mean, standardDeviation } = summaryOf(values)
  return { count, mean, variance: standardDeviation === null ? null : standardDeviation ** 2 }
}

const zerosAndOnes = (ones: number, count: number): Sample =>
  sampleOfSums({ count, sum: ones, sumOfSquares: ones })

/** Aligned among 121,517 INDIFFERENT pairs against those among CHOSEN and among REJECTED ones. */
const PUBLISHED = [
  { ones: 25505, count: 28443, statistic: -61.19840743972048, pValue: null },
  { ones: 6082, count: 10840, statistic: 36.62045368549807, pValue: 3.967547640436197e-292 },
]

const integers = fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 30 })

describe('oneSampleTTest', () => {
  it.each(Object.entries(descriptive.samples))('agrees with R: %s', (_, { values, tTest }) => {
    expectAgree(oneSampleTTest(summaryOf(values)), tTest)
  })

  it.each(Object.entries(descriptive.long))('agrees with R at 160,800 values: %s', (name, { tTest }) => {
    expectAgree(oneSampleTTest(summarize(longSamples[name])), tTest)
  })

  it('changes its sign with the values, and nothing with their scale', () => {
    fc.assert(
      fc.property(integers, fc.constantFrom(0.25, 3, 1e6), (values, factor) => {
        const test = oneSampleTTest(summaryOf(values))
        const changed = oneSampleTTest(summaryOf(values.map((x) => -factor * x)))
        expectAgree(changed, test && { ...test, statistic: -test.statistic })
      }),
    )
  })
})

describe('pairedTTest', () => {
  it.each(Object.entries(descriptive.paired))('agrees with R: %s', (_, { tTest, ...sums }) => {
    expectAgree(pairedTTest(sums), tTest)
  })

  it('is the one-sample test of the differences', () => {
    fc.assert(
      fc.property(integers, (differences) => {
        const sum = differences.reduce((total, d) => total + d, 0)
        const sumOfSquares = differences.reduce((total, d) => total + d * d, 0)
        const count = differences.length
        expectAgree(pairedTTest({ count, sum, sumOfSquares }), oneSampleTTest(summaryOf(differences)))
      }),
    )
  })
})

describe('twoSampleTTest', () => {
  it.each(descriptive.twoSample)('agrees with R: $a and $b', ({ a, b, equalVariances }) => {
    const [first, second] = [a, b].map((name) => sampleOf(descriptive.samples[name].values))
    expectAgree(twoSampleTTest(first, second), equalVariances)
  })

  it.each(descriptive.proportions)('agrees with R on zeros and ones: $counts', (golden) => {
    const { counts, equalVariances } = golden
    const [first, second] = [zerosAndOnes(counts[0], counts[1]), zerosAndOnes(counts[2], counts[3])]
    expectAgree(twoSampleTTest(first, second), equalVariances)
  })

  it('gives the numbers printed for the reference, which assume equal variances', () => {
    const indifferent = zerosAndOnes(88261, 121517)
    for (const { ones, count, statistic, pValue } of PUBLISHED) {
      const test = twoSampleTTest(indifferent, zerosAndOnes(ones, count))
      expectAgree(test!.statistic, statistic)
      if (pValue !== null) expectAgree({ pValue: test!.pValue }, { pValue })
    }
  })

  it('changes its sign, and nothing else, with the order of the samples', () => {
    fc.assert(
      fc.property(integers, integers, (a, b) => {
        const test = twoSampleTTest(sampleOf(a), sampleOf(b))
        const swapped = twoSampleTTest(sampleOf(b), sampleOf(a))
        expectAgree(swapped, test && { ...test, statistic: -test.statistic })
      }),
    )
  })
})
