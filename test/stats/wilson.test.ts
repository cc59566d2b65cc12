import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidInput } from '../../src/domain/errors.ts'
import { wilsonInterval } from '../../src/stats/wilson.ts'
import { expectAgree } from '../golden/agree.ts'
import { descriptive } from '../golden/descriptive.ts'

describe('wilsonInterval', () => {
  it.each(descriptive.wilson)('agrees with R: $successes of $n at $level', (golden) => {
    const { successes, n, ...interval } = golden
    expectAgree(wilsonInterval(successes, n, interval.level), interval)
  })

  it('is null for no trials', () => {
    expect(wilsonInterval(0, 0, 0.95)).toBeNull()
  })

  it.each([0, 1, -0.5, 95, Number.NaN])('refuses level %s, even for no trials', (level) => {
    expect(() => wilsonInterval(0, 0, level)).toThrow(InvalidInput)
  })

  it('mirrors when successes and failures swap, stays in [0, 1] and contains the share', () => {
    const level = fc.double({ noNaN: true, min: 1e-17, max: 1 - 1e-16 })
    const trials = fc.integer({ min: 1, max: 500 }).chain((n) => fc.tuple(fc.nat({ max: n }), fc.constant(n)))
    fc.assert(
      fc.property(trials, level, ([successes, n], level) => {
        const interval = wilsonInterval(successes, n, level)!
        const mirrored = wilsonInterval(n - successes, n, level)!
        expectAgree(mirrored, { level, lower: 1 - interval.upper, upper: 1 - interval.lower })
        expect(interval.lower).toBeGreaterThanOrEqual(0)
        expect(interval.upper).toBeLessThanOrEqual(1)
        expect(interval.lower).toBeLessThanOrEqual(successes / n + 1e-15)
        expect(interval.upper).toBeGreaterThanOrEqual(successes / n - 1e-15)
      }),
    )
  })
})
