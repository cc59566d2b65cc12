import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { angleBetween } from '../../src/frame/reward-shift.ts'

const real = fc.double({ noNaN: true, min: -10, max: 10 })
const vector = fc.tuple(real, real).filter(([c, r]) => Math.hypot(c, r) > 1e-6)

/** By the directions of both vectors, another way than the source's. */
const independent = ([uc, ur]: number[], [vc, vr]: number[]): number => {
  const turned = Math.atan2(vr, vc) - Math.atan2(ur, uc)
  const wrapped = turned > Math.PI ? turned - 2 * Math.PI : turned <= -Math.PI ? turned + 2 * Math.PI : turned
  return (wrapped * 180) / Math.PI
}

/** Over the circle, where 180 and -180 are neighbours. */
const distance = (a: number, b: number): number => {
  const difference = Math.abs(a - b)
  return Math.min(difference, 360 - difference)
}

describe('angleBetween', () => {
  it.each([
    [[1, 0], [0, 1], 90],
    [[0, 1], [1, 0], -90],
    [[1, 0], [1, 1], 45],
    [[1, 0], [-1, 1], 135],
    [[1, 0], [-1, -1], -135],
    [[3, 3], [0, 7], 45],
    [[-1, -1], [1, -1], 90],
  ])('%j to %j is %d', ([uc, ur], [vc, vr], degrees) => {
    expect(angleBetween(uc, ur, vc, vr)).toBeCloseTo(degrees, 12)
  })

  it.each([
    [0, 0, 1, 2],
    [1, 2, 0, 0],
    [0, -0, 0, 0],
    [NaN, 0, 1, 2],
    [1, 2, 3, NaN],
  ])('has no answer for a vector without length or with a gap: %d %d %d %d', (...vectors) => {
    expect(angleBetween(...vectors)).toBeNaN()
  })

  it('agrees with the difference of both directions', () => {
    fc.assert(
      fc.property(vector, vector, (u, v) => {
        const angle = angleBetween(...u, ...v)
        expect(angle).toBeGreaterThan(-180)
        expect(angle).toBeLessThanOrEqual(180)
        expect(distance(angle, independent(u, v))).toBeLessThan(1e-12)
      }),
      { numRuns: 1000 },
    )
  })

  it('is exactly 0 between a vector and itself', () => {
    fc.assert(
      fc.property(vector, ([c, r]) => {
        expect(angleBetween(c, r, c, r)).toBe(0)
      }),
    )
  })

  it('keeps the digits of a tiny angle, which the arccos form loses', () => {
    expect(angleBetween(1, 0, 1, 1e-9) / (1e-9 * (180 / Math.PI))).toBeCloseTo(1, 12)
    expect(angleBetween(1, 1, 1, 1 + 1e-12)).toBeGreaterThan(0)
    expect(angleBetween(3, -1, 3, -1.000000001)).toBeLessThan(0)
  })

  it('is 180, never -180, between opposite vectors', () => {
    const signed = fc.constantFrom(1, -1, 0, -0, 0.1, -3)
    fc.assert(
      fc.property(signed, signed, (c, r) => {
        fc.pre(c !== 0 || r !== 0)
        for (const [vc, vr] of [
          [-c, -r],
          [-2 * c, -2 * r],
          [0 - c, 0 - r],
        ]) {
          expect(angleBetween(c, r, vc, vr)).toBe(180)
          expect(angleBetween(vc, vr, c, r)).toBe(180)
        }
      }),
    )
    // As close to opposite, from below, as doubles get.
    expect(angleBetween(1, 0, -1, -Number.MIN_VALUE)).toBe(180)
  })

  it('changes its sign when both swap, unless it is 180', () => {
    fc.assert(
      fc.property(vector, vector, (u, v) => {
        const [there, back] = [angleBetween(...u, ...v), angleBetween(...v, ...u)]
        expect(there + back).toBe(there === 180 ? 360 : 0)
      }),
    )
  })

  it('does not depend on lengths', () => {
    const factor = fc.double({ noNaN: true, min: 1e-3, max: 1e3 })
    fc.assert(
      fc.property(vector, vector, factor, (u, v, k) => {
        const angle = angleBetween(...u, ...v)
        expect(distance(angleBetween(k * u[0], k * u[1], ...v), angle)).toBeLessThan(1e-12)
        expect(distance(angleBetween(...u, k * v[0], k * v[1]), angle)).toBeLessThan(1e-12)
      }),
    )
  })

  it.each([1e-300, 1e300, 2 ** -1000, 5e-308])('neither overflows nor vanishes at the size of %d', (size) => {
    fc.assert(
      fc.property(vector, vector, ([uc, ur], v) => {
        fc.pre(Math.min(...[uc, ur].map(Math.abs)) > 0.1)
        const angle = angleBetween((uc / 10) * size, (ur / 10) * size, ...v)
        // Below 1e-300 the vector itself has lost digits.
        expect(distance(angle, independent([uc, ur], v))).toBeLessThan(size < 1e-301 ? 1e-9 : 1e-12)
      }),
    )
    expect(angleBetween(size, 0, 0, size)).toBe(90)
    expect(angleBetween(size, size, -size, -size)).toBe(180)
    expect(angleBetween(size, size, 1 / 1e250, 0)).toBeCloseTo(-45, 12)
  })
})
