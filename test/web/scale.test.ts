import { describe, expect, it } from 'vitest'
import { scaleOf } from '../../src/web/parts/scale.ts'

const term = (estimate: number | null, lower?: number, upper?: number) => ({
  estimate,
  confidenceInterval: lower === undefined || upper === undefined ? null : { lower, upper },
})
const at = (terms: ReturnType<typeof term>[], value: number) => Number.parseFloat(scaleOf(terms).at(value))

describe('the axis of estimates', () => {
  it('has zero, every bound and every estimate within it, also one that has no interval', () => {
    const terms = [term(1, 0.5, 1.5), term(-3), term(null)]
    expect(scaleOf(terms)).toMatchObject({ low: -3, high: 1.5 })
    expect([at(terms, -3), at(terms, 1.5)]).toEqual([2, 98])
    expect(scaleOf([term(2, 1, 3)]).low).toBe(0)
    expect(scaleOf([])).toMatchObject({ low: 0, high: 0 })
  })

  it('has in it what estimates are held against, which may be nothing', () => {
    expect(scaleOf([term(0.6, 0.5, 0.7)], [0.9])).toMatchObject({ low: 0.5, high: 0.9 })
    expect(scaleOf([term(0.6, 0.5, 0.7)], [])).toMatchObject({ low: 0.5, high: 0.7 })
    expect(scaleOf([term(0.1, 0, 0.2)], [5]).high).toBe(5)
  })

  it('cuts a wild interval at four times the farthest estimate: what lies behind is at the end', () => {
    const terms = [term(1, 0, 2), term(10, -500, 3000)]
    expect(scaleOf(terms)).toMatchObject({ low: -40, high: 40 })
    expect([at(terms, -500), at(terms, 3000)]).toEqual([0, 100])
  })
})
