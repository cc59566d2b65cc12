import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cohensKappa } from '../../src/stats/kappa.ts'
import { expectAgree } from '../golden/agree.ts'
import { descriptive } from '../golden/descriptive.ts'

const tables = fc.integer({ min: 1, max: 4 }).chain((size) =>
  fc.array(fc.array(fc.nat({ max: 50 }), { minLength: size, maxLength: size }), {
    minLength: size,
    maxLength: size,
  }),
)

describe('cohensKappa', () => {
  it.each(Object.entries(descriptive.kappa))('agrees with R: %s', (_, { table, ...agreement }) => {
    expectAgree(cohensKappa(table), agreement)
  })

  it('is null for an empty table', () => {
    expect(cohensKappa([])).toEqual({ agreement: null, kappa: null })
  })

  it('does not depend on which rater comes first, nor on values that do not occur', () => {
    fc.assert(
      fc.property(tables, (table) => {
        const swapped = table.map((row, i) => row.map((_, j) => table[j][i]))
        const padded = [...table.map((row) => [...row, 0]), new Array<number>(table.length + 1).fill(0)]
        expectAgree(cohensKappa(swapped), cohensKappa(table))
        expectAgree(cohensKappa(padded), cohensKappa(table))
      }),
    )
  })
})
