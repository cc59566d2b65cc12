import { describe, expect, it } from 'vitest'
import { EXACT, expectAgree, P_VALUE } from './agree.ts'

describe('expectAgree', () => {
  it('compares by size, and near 0 by distance', () => {
    expectAgree(1e6 * (1 + 9e-9), 1e6)
    expectAgree(1e-13, 0)
    expect(() => expectAgree(1 + 2e-8, 1)).toThrow('value: 1.00000002, expected 1 (off by')
    expect(() => expectAgree(1, 2, EXACT)).toThrow()
  })

  it('holds p-values to their size in the far tails, by name too', () => {
    expectAgree(1e-320, 0, P_VALUE)
    expect(() => expectAgree(1.1e-300, 1e-300, P_VALUE)).toThrow()
    expect(() => expectAgree({ pValue: 0 }, { pValue: 1e-290 })).toThrow('value.pValue')
  })

  it('names the place, and takes nothing for something else', () => {
    expect(() => expectAgree({ a: [1, 2] }, { a: [1, 3] })).toThrow('value.a.1: 2, expected 3')
    expect(() => expectAgree({ a: 1, b: 2 }, { a: 1 })).toThrow('value.b')
    expect(() => expectAgree([1], [1, 2])).toThrow('value.1: undefined')
    expect(() => expectAgree(null, 0)).toThrow()
    expect(() => expectAgree(Number.NaN, 0)).toThrow()
    expect(() => expectAgree(0, Number.NaN)).toThrow()
  })
})
