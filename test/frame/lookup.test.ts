import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { positionOf } from '../../src/frame/frame.ts'
import { labelAt, locate, rewardAt, rewardVectorAt, similarityAt } from '../../src/frame/lookup.ts'
import { frameOf } from './make-frame.ts'

const frame = frameOf([
  {
    rowId: 3,
    pre: [1, 2],
    post: [0, null],
    labels: { chosen: { sentiment: -1, is_harmless: 0 } },
    topics: [['Health', 'new'], []],
    discriminations: [['Age'], []],
  },
  {
    rowId: 8,
    rewrite: {
      post: [5, 6],
      labels: { chosen: { is_helpful: 1 }, rejected: { is_helpful: 0 } },
      similarity: [0.5, null],
    },
  },
])

describe('positionOf', () => {
  it('finds every row id, and no other', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 50 })), (ids) => {
        const rowIds = Int32Array.from(ids).sort()
        for (let id = -1; id <= 51; id++) expect(positionOf(rowIds, id)).toBe(rowIds.indexOf(id))
      }),
    )
  })
})

describe('locate', () => {
  it('finds originals and rewritings, and nothing that is not there', () => {
    expect(locate(frame, 8, 0)).toMatchObject({ row: 1, columns: frame.original })
    expect(locate(frame, 8, 1)).toMatchObject({ row: 0, columns: frame.rewritten[0] })
    expect([locate(frame, 3, 1), locate(frame, 4, 0), locate(frame, 8, 2)]).toEqual([null, null, null])
  })

  it('gives rewards, or null', () => {
    const original = locate(frame, 3, 0)!
    const sides = (model: number) => [
      rewardAt(original, model, 'CHOSEN'),
      rewardAt(original, model, 'REJECTED'),
    ]
    expect([sides(0), sides(1), sides(-1)]).toEqual([
      [1, 2],
      [0, null],
      [null, null],
    ])
    expect(rewardVectorAt(original, 0)).toEqual({ CHOSEN: 1, REJECTED: 2 })
    expect(rewardVectorAt(original, 1)).toBeNull()
    expect(rewardVectorAt(locate(frame, 8, 1)!, 1)).toEqual({ CHOSEN: 5, REJECTED: 6 })
    expect(rewardVectorAt(locate(frame, 8, 0)!, 1)).toBeNull()
  })

  it('gives labels: known values only, and lists as they came', () => {
    expect(labelAt(locate(frame, 3, 0)!, 0, 'CHOSEN')).toEqual({
      values: [
        { feature: 1, value: 0 },
        { feature: 2, value: -1 },
      ],
      topics: ['Health', 'new'],
      discriminatesAgainst: ['Age'],
    })
    expect(labelAt(locate(frame, 3, 0)!, 0, 'REJECTED')).toBeNull()
    expect(labelAt(locate(frame, 3, 0)!, 1, 'CHOSEN')).toBeNull()
    expect(labelAt(locate(frame, 8, 1)!, 0, 'REJECTED')?.values).toEqual([{ feature: 0, value: 0 }])
  })

  it('gives similarities, or null', () => {
    expect(similarityAt(frame.rewritten[0].similarity, 0)).toEqual({ CHOSEN: 0.5, REJECTED: null })
  })
})
