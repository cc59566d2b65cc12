import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { designOf } from '../../src/stats/design.ts'
import { factorizer } from '../../src/stats/factor.ts'
import { logit } from '../../src/stats/logit.ts'
import { separation } from '../../src/stats/separation.ts'

const ROWS = 40
const MODES = [fc.constantFrom(-1, 0, 0, 1, 1), fc.integer({ min: -64, max: 64 }).map((value) => value / 64)]
const data = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.constantFrom(...MODES), fc.boolean())
  .chain(([width, value, intercept]) =>
    fc.tuple(
      fc.array(fc.array(value, { minLength: ROWS, maxLength: ROWS }), { minLength: width, maxLength: width }),
      fc.array(
        fc.integer({ min: -9, max: 9 }).map((value) => value / 5),
        { minLength: ROWS, maxLength: ROWS },
      ),
      fc.constant(intercept),
      fc.constantFrom(0, 0.2, 1),
    ),
  )

describe('a separation', () => {
  it('ends where numbers of one column are of all sizes', () => {
    const sizes = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: ROWS, maxLength: ROWS })
    fc.assert(
      fc.property(sizes, sizes, fc.boolean(), (x, noise, intercept) => {
        const count = new Float64Array(ROWS).fill(1)
        const mean = Float64Array.from(x, (value, row) => (value + 2 * noise[row] > 0 ? 1 : 0))
        const response = { unit: 1, centre: 0, count, mean, squares: new Float64Array(ROWS) }
        const design = designOf([Float64Array.from(x)], { rows: ROWS, intercept })
        expect(separation(design, response).kept.length).toBeLessThanOrEqual(design.width)
      }),
      { numRuns: 200 },
    )
  })
})

describe('a separation whatever the units', () => {
  const sine = (times: number) => Float64Array.from({ length: ROWS }, (_, row) => Math.sin(times * (row + 1)))
  const outcomeOf = (x: Float64Array, spread: number) => {
    const noise = sine(3.3)
    const mean = x.map((value, row) => (value + spread * noise[row] > 0 ? 1 : 0))
    return {
      unit: 1,
      centre: 0,
      count: new Float64Array(ROWS).fill(1),
      mean,
      squares: new Float64Array(ROWS),
    }
  }

  it.each([1e-100, 1e-12, 1, 1e12, 1e100])('is the same for columns of the size of %s', (size) => {
    const [x, z] = [sine(7.1), sine(11.7)]
    const design = designOf([x.map((value) => value * size), z], { rows: ROWS, intercept: true })
    const overlapping = outcomeOf(x, 2)
    expect(separation(design, overlapping).overlap).toBe(overlapping)
    const separated = separation(design, outcomeOf(x, 0))
    expect(separated.separating).toEqual([0, 1])
  })
})

describe('a logit', () => {
  it('proves that data are not separated only where no direction separates them', () => {
    const seen = { proved: 0, separated: 0 }
    fc.assert(
      fc.property(data, ([columns, noise, intercept, spread]) => {
        const design = designOf(
          columns.map((column) => Float64Array.from(column)),
          { rows: ROWS, intercept },
        )
        const count = new Float64Array(ROWS).fill(1)
        const { kept, lower } = factorizer(design, count)(Array.from({ length: design.width }, (_, i) => i))
        fc.pre(kept.length === design.width)
        const mean = Float64Array.from(columns[0], (x, row) => (x + spread * noise[row] > 0 ? 1 : 0))
        const response = { unit: 1, centre: 0, count, mean, squares: new Float64Array(ROWS) }
        const { overlaps } = logit(design, response, 'NONE', { whole: lower, maxIterations: 15 })
        const isSeparated = separation(design, response).overlap !== response
        if (overlaps) seen.proved++
        if (isSeparated) seen.separated++
        expect(overlaps && isSeparated).toBe(false)
      }),
      { numRuns: 400 },
    )
    expect(seen.proved).toBeGreaterThan(50)
    expect(seen.separated).toBeGreaterThan(50)
  })

  it('takes as many steps whatever its numbers count', () => {
    const x = Float64Array.from({ length: ROWS }, (_, row) => Math.sin(row))
    const mean = x.map((value, row) => (value + Math.cos(7 * row) > 0 ? 1 : 0))
    const response = { unit: 1, centre: 0, count: new Float64Array(ROWS).fill(1), mean, squares: mean }
    const inUnits = (unit: number) =>
      logit(designOf([x.map((value) => value * unit)], { rows: ROWS, intercept: true }), response, 'NONE')
    const { iterations, logLikelihood } = inUnits(1)
    for (const unit of [1e-6, 1e-3, 1e3, 1e6]) {
      const found = inUnits(unit)
      expect(found.iterations).toBe(iterations)
      expect(found.logLikelihood).toBeCloseTo(logLikelihood, 10)
    }
  })
})
