import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bitFields } from '../../../src/domain/label-bits.ts'
import { featureValue } from '../../../src/frame/feature-values.ts'
import { jointCounts } from '../../../src/pairs/columns/joint.ts'
import { filters, plainPairs } from '../../frame/arbitraries.ts'
import { frameOf, TAXONOMY, WIDE_TAXONOMY } from '../../frame/make-frame.ts'
import { sliceOf } from '../../metrics/asking.ts'

describe('jointCounts', () => {
  it('counts what a look at every row counts, for features in either word', () => {
    fc.assert(
      fc.property(plainPairs, filters, fc.constantFrom(TAXONOMY, WIDE_TAXONOMY), (pairs, where, taxonomy) => {
        const { space, rows } = sliceOf(frameOf(pairs, taxonomy), where).of
        const labels = space.labels({ labeler: 0, version: 'ORIGINAL' })
        fc.pre(labels !== null)
        const { CHOSEN, REJECTED } = labels!
        const fields = bitFields(taxonomy.features)
        const counted = jointCounts([[CHOSEN, REJECTED]], fields, rows).map((counts) =>
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

  it('takes several columns side by side together', () => {
    const { space, rows } = sliceOf(
      frameOf([
        {
          rowId: 1,
          labels: { chosen: { is_helpful: 1 }, rejected: { is_helpful: 0 } },
          otherLabels: { chosen: { is_helpful: 1 }, rejected: { is_helpful: 1 } },
        },
      ]),
    ).of
    const [mine, theirs] = [0, 1].map((labeler) => space.labels({ labeler, version: 'ORIGINAL' })!)
    const sides = (['CHOSEN', 'REJECTED'] as const).map((side) => [mine[side], theirs[side]] as const)
    expect(jointCounts(sides, space.fields, rows)[0]).toEqual([
      { a: 0, b: 1, count: 1 },
      { a: 1, b: 1, count: 1 },
    ])
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
    const { space, rows } = sliceOf(frameOf([{ rowId: 1, labels: { chosen, rejected } }], taxonomy)).of
    const labels = space.labels({ labeler: 0, version: 'ORIGINAL' })!
    const counts = jointCounts([[labels.CHOSEN, labels.REJECTED]], space.fields, rows)
    expect(counts[31]).toEqual([{ a: 1, b: 1, count: 1 }])
    expect(counts[62]).toEqual([{ a: 0, b: 1, count: 1 }])
    expect(counts.flat()).toHaveLength(2)
  })
})
