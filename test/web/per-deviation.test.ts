import { describe, expect, it } from 'vitest'
import { perDeviation } from '../../src/web/views/terms/per-deviation.ts'
import type { Regression, Term } from '../../src/web/views/terms/regressions.ts'

const term = (estimate: number | null, perStandardDeviation: number | null) =>
  ({
    estimate,
    perStandardDeviation,
    confidenceInterval: estimate === null ? null : { lower: estimate - 1, upper: estimate + 1 },
  }) as Term
const shown = (estimate: number | null, perStandardDeviation: number | null) =>
  perDeviation({ terms: [term(estimate, perStandardDeviation)] } as Regression).terms[0]

describe('a term per standard deviation', () => {
  it('has its interval in the same unit', () => {
    expect(shown(-2, -6)).toMatchObject({
      estimate: -6,
      confidenceInterval: { lower: -9, upper: -3 },
      perUnit: -2,
    })
  })

  it('stays what it is where its feature is no number, or there is no estimate', () => {
    expect(shown(2, null)).toEqual({ ...term(2, null), perUnit: null })
    expect(shown(null, null)).toEqual({ ...term(null, null), perUnit: null })
    expect(shown(0, 0)).toEqual({ ...term(0, 0), perUnit: 0 })
  })
})
