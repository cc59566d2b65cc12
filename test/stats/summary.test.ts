import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { median } from '../../src/stats/median.ts'
import { summarize } from '../../src/stats/summary.ts'
import { expectAgree } from '../golden/agree.ts'
import { descriptive, longSamples } from '../golden/descriptive.ts'

const reals = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 60 })

describe('summarize', () => {
  it.each(Object.entries(descriptive.samples))('agrees with R: %s', (_, { values, summary }) => {
    expectAgree(summarize(Float64Array.from(values)), summary)
  })

  it.each(Object.entries(descriptive.long))('agrees with R at 160,800 values: %s', (name, { summary }) => {
    expectAgree(summarize(longSamples[name]), summary)
  })

  it('finds no spread in equal values, whatever rounding does to their mean', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, min: -1e9, max: 1e9 }),
        fc.integer({ min: 2, max: 99 }),
        (x, n) => {
          const { mean, standardDeviation } = summarize(new Float64Array(n).fill(x))
          expect({ mean, standardDeviation }).toEqual({ mean: x, standardDeviation: 0 })
        },
      ),
    )
  })

  it('keeps what huge values that cancel would swallow', () => {
    expect(summarize(Float64Array.of(1, 1e100, 1, -1e100)).mean).toBe(0.5)
  })

  it('has the right spread where the mean itself has to be rounded (R is off in the fourth digit)', () => {
    const values = Float64Array.from([1, 2, 4, 8, 9], (x) => 1e15 + x)
    expectAgree(summarize(values).standardDeviation, Math.sqrt(12.7))
  })

  it('does not depend on the order', () => {
    fc.assert(
      fc.property(reals, (values) => {
        const inOrder = Float64Array.from(values).sort()
        expectAgree(summarize(Float64Array.from(values)), summarize(inOrder))
      }),
    )
  })

  it('scales: median, mean and range by the factor, spread by its size', () => {
    fc.assert(
      fc.property(reals, fc.constantFrom(-4, -1, 0.5, 8), (values, factor) => {
        const [base, scaled] = [values, values.map((x) => x * factor)].map((x) =>
          summarize(Float64Array.from(x)),
        )
        expectAgree(scaled.mean, base.mean! * factor)
        expectAgree(scaled.median, base.median! * factor)
        expectAgree(scaled.max! - scaled.min!, (base.max! - base.min!) * Math.abs(factor))
        if (values.length > 1) {
          expectAgree(scaled.standardDeviation, base.standardDeviation! * Math.abs(factor))
        }
      }),
    )
  })
})

describe('median', () => {
  it('is the middle of the sorted values', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 40 }), (values) => {
        const sorted = values.toSorted((a, b) => a - b)
        const half = Math.floor(values.length / 2)
        const middle = values.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
        expect(median(values)! + 0).toBe(middle + 0)
      }),
    )
  })

  it('leaves the values in their order', () => {
    const values = Float64Array.of(3, 1, 2)
    median(values)
    expect([...values]).toEqual([3, 1, 2])
  })

  it('takes no time on an order that is slow with a fixed pivot', () => {
    const n = 160_800
    const organPipe = Float64Array.from({ length: n }, (_, index) => Math.min(index, n - index))
    const start = performance.now()
    expect(median(organPipe)).toBe(n / 4)
    expect(performance.now() - start).toBeLessThan(500)
  })
})
