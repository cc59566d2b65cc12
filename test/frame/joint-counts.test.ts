import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bitFields } from '../../src/domain/label-bits.ts'
import { featureValue } from '../../src/frame/feature-values.ts'
import { jointCounts } from '../../src/frame/joint-counts.ts'
import { filters, plainPairs } from './arbitraries.ts'
import { frameOf, sliceOf, TAXONOMY, WIDE_TAXONOMY } from './make-frame.ts'

describe('jointCounts', () => {
  it('counts what a look at every row counts, for features in either word', () => {
    fc.assert(
      fc.property(plainPairs, filters, fc.constantFrom(TAXONOMY, WIDE_TAXONOMY), (pairs, where, taxonomy) => {
        const { view, rows } = sliceOf(frameOf(pairs, taxonomy), where)
        fc.pre(view.labels !== null)
        const { CHOSEN, REJECTED } = view.labels!
        const fields = bitFields(taxonomy.features)
        const counted = jointCounts(CHOSEN, REJECTED, fields, rows).map((counts) =>
          Object.fromEntries(counts.map(({ a, b, count }) => [`${a} ${b}`, count])),
        )
        const expected = fields.map((field) => {
          const counts: Record<string, number> = {}
          for (const row of rows) {
            const [a, b] = [featureValue(CHOSEN, field, row), featureValue(REJECTED, field, row)]
            if (a !== null && b !== null) counts[`${a} ${b}`] = (counts[`${a} ${b}`] ?? 0) + 1
          }
          return counts
        })
        expect(counted).toEqual(expected)
      }),
    )
  })

  it('reads the top bit of a word', () => {
    const taxonomy = {
      ...TAXONOMY,
      priority: [],
      features: Array.from({ length: 63 }, (_, index) => ({ ...TAXONOMY.features[0], name: `f_${index}` })),
    }
    const [chosen, rejected] = [
      { f_31: 1, f_62: 0 },
      { f_31: 1, f_62: 1 },
    ]
    const { view, rows } = sliceOf(frameOf([{ rowId: 1, labels: { chosen, rejected } }], taxonomy))
    const counts = jointCounts(view.labels!.CHOSEN, view.labels!.REJECTED, view.fields, rows)
    expect(counts[31]).toEqual([{ a: 1, b: 1, count: 1 }])
    expect(counts[62]).toEqual([{ a: 0, b: 1, count: 1 }])
    expect(counts.flat()).toHaveLength(2)
  })
})
