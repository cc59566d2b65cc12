import { describe, expect, it } from 'vitest'
import { crossProduct, designOf } from '../../src/stats/design.ts'
import { factorizer } from '../../src/stats/factor.ts'
import { regress } from '../../src/stats/regression.ts'
import { triangular } from '../../src/stats/triangular.ts'
import { expectAgree } from '../golden/agree.ts'
import { observe } from './observe.ts'

const ROWS = 1000
/** Numbers that are no whole ones, each column on a scale of its own. */
const column = (scale: number, shift = 0) =>
  Float64Array.from({ length: ROWS }, (_, row) => scale * (Math.sin(row * (1 + scale) + shift) + shift))
const weights = Float64Array.from({ length: ROWS }, (_, row) => row % 4)

describe('the triangular factor', () => {
  it('has the cross products of its design, over many blocks of rows', () => {
    const design = designOf([column(1), column(1e-3, 2), column(300, -1)], { rows: ROWS, intercept: true })
    const columns = triangular(design, weights)
    const { width } = design
    const product = Array.from({ length: width ** 2 }, (_, at) => {
      const [a, b] = [columns[Math.floor(at / width)], columns[at % width]]
      return a.reduce((sum, value, row) => sum + value * b[row], 0)
    })
    expectAgree(product, [...crossProduct(design, weights)], { relative: 1e-10, absolute: 1e-9 })
    columns.forEach((values, index) => {
      expect([...values.subarray(index + 1)].every((value) => value === 0)).toBe(true)
    })
  })

  it('tells nearly collinear columns from collinear ones, where cross products could not', () => {
    const [x, noise, other] = [column(1), column(2, 0.5), column(5, 0.1)]
    const near = x.map((value, row) => value + 1e-7 * other[row])
    const sum = x.map((value, row) => value + 3 * noise[row])
    const design = designOf([x, near, noise, sum], { rows: ROWS, intercept: true })
    const { kept, lower } = factorizer(design, weights)([0, 1, 2, 3, 4])
    expect(kept).toEqual([0, 1, 2, 3])
    // What is left of the second column beyond the first: 1e-7 of another's size.
    expect(Math.abs(lower[2][2])).toBeGreaterThan(1e-7)
    expect(Math.abs(lower[2][2])).toBeLessThan(1e-4)
  })
})

it('columns far from 0 have the slopes and errors that they have near it', () => {
  const near = Array.from({ length: 200 }, (_, row) => ((row * 37) % 101) / 8)
  const other = near.map((_, row) => Math.cos(row))
  const response = near.map((value, row) => 3 * value - other[row] + Math.sin(row * row))
  const effectsOf = (far: number) => {
    const columns = [near.map((value) => far + value), other]
    const observed = observe({ columns, response, intercept: true }, { grouped: false })
    const { columns: found } = regress(observed, {
      family: 'LEAST_SQUARES',
      errors: 'HC1',
      correction: 'NONE',
      level: 0.95,
      maxVif: null,
      penalty: 'NONE',
    })
    return found.slice(1).map(({ effect, vif }) => [effect?.estimate, effect?.standardError, vif])
  }
  // Eighths are exact beside a power of two.
  expectAgree(effectsOf(2 ** 40), effectsOf(0), { relative: 1e-11, absolute: 0 })
})
