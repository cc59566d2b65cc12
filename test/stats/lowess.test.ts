import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lowess } from '../../src/stats/lowess.ts'
import { expectAgree } from '../golden/agree.ts'
import { longPoints, smoothed } from '../golden/lowess.ts'

const TOLERANCE = { relative: 1e-10, absolute: 1e-12 }

describe('lowess', () => {
  it.each(Object.entries(smoothed.points))('agrees with R: %s', (_, { x, y, fitted }) => {
    expectAgree(Array.from(lowess(x, y)), fitted, TOLERANCE)
  })

  it('agrees with R at 321,600 points', () => {
    const { x, y } = longPoints()
    const fitted = lowess(x, y).filter((_, i) => i % 8040 === 0)
    expectAgree(Array.from(fitted), smoothed.long, TOLERANCE)
  })

  it('is nothing of no points', () => {
    expect(lowess([], [])).toEqual(new Float64Array())
  })

  it('does not depend on the order of the points, and moves and scales with them', () => {
    const { x, y } = smoothed.points.outliers
    const fitted = Array.from(lowess(x, y))
    fc.assert(
      fc.property(fc.shuffledSubarray([...x.keys()], { minLength: x.length }), (order) => {
        const moved = lowess(
          order.map((i) => 8 * x[i] + 2 ** 20),
          order.map((i) => 3 * y[i] - 1e5),
        )
        const expected = order.map((i) => 3 * fitted[i] - 1e5)
        expectAgree(Array.from(moved), expected)
      }),
      { numRuns: 10 },
    )
  })
})
