import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { circularSummary, meanVector } from '../../src/stats/circular.ts'
import { expectAgree } from '../golden/agree.ts'
import { descriptive, longSamples } from '../golden/descriptive.ts'

const degrees = fc.array(fc.double({ noNaN: true, min: -180, max: 180 }), { minLength: 1, maxLength: 40 })

const summaryOf = (degrees: ArrayLike<number>) => circularSummary(meanVector(degrees))

describe('circularSummary', () => {
  it.each(Object.entries(descriptive.circular))('agrees with R: %s', (_, { values, ...summary }) => {
    expectAgree(summaryOf(values), summary)
  })

  it('agrees with R at 160,800 values', () => {
    expectAgree(summaryOf(longSamples.spread), descriptive.circularLong)
  })

  it('is null for nothing', () => {
    expect(summaryOf([])).toEqual({ mean: null, resultantLength: null })
  })

  it('has no mean where the angles cancel, however many there are', () => {
    const none = { mean: null, resultantLength: 0 }
    expect(summaryOf([0, 180])).toEqual(none)
    expect(summaryOf([0, 120, -120])).toEqual(none)
    const thirds = Float64Array.from(
      { length: 160_800 },
      (_, index) => [17, 137, -103][Math.floor(index / 53_600)],
    )
    expect(summaryOf(thirds)).toEqual(none)
  })

  it('calls the half turn 180, from either side', () => {
    expect(summaryOf([-180]).mean).toBe(180)
    expect(summaryOf([180, -180]).mean).toBe(180)
    expectAgree(summaryOf([179, -179]).mean, 180)
  })

  it('does not depend on the order, and turns with the angles', () => {
    fc.assert(
      fc.property(degrees, fc.integer({ min: -170, max: 170 }), (values, turn) => {
        const { mean, resultantLength } = summaryOf(values)
        if (resultantLength! < 1e-3) return
        expectAgree(summaryOf(values.toReversed()), { mean, resultantLength })
        const turned = summaryOf(values.map((angle) => angle + turn))
        expectAgree(turned.resultantLength, resultantLength)
        expectAgree(Math.cos(((turned.mean! - mean! - turn) * Math.PI) / 180), 1)
      }),
    )
  })
})
