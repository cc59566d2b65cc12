import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PREFERENCES } from '../../src/domain/preference.ts'
import { REGIMES } from '../../src/domain/regime.ts'
import { STAGES } from '../../src/domain/stage.ts'
import { alignment } from '../../src/metrics/alignment.ts'
import { breakdown, DIMENSIONS } from '../../src/metrics/breakdown.ts'
import { coverage } from '../../src/metrics/coverage.ts'
import { preferences } from '../../src/metrics/preference.ts'
import { regimes } from '../../src/metrics/regime.ts'
import { rewardShift } from '../../src/metrics/reward-shift.ts'
import { filters, plainPairs } from '../frame/arbitraries.ts'
import { frameOf, type PlainPair, rowIdsOf, sliceOf, WIDE_TAXONOMY } from '../frame/make-frame.ts'
import { expectAgree } from '../golden/agree.ts'
import { allMetrics, holesIn, numbersOf } from './all-metrics.ts'

const subjects = fc.constantFrom(
  {},
  { pre: -1 },
  { post: -1 },
  { labeler: -1 },
  { pre: -1, post: -1, labeler: -1 },
  { pre: 1, post: 0 },
  { pre: 1, post: 1, labeler: 1 },
)

describe('every metric', () => {
  it('of a slice is that of a dataset that has only the pairs of the slice', () => {
    fc.assert(
      fc.property(plainPairs, filters, subjects, (pairs, where, subject) => {
        const slice = sliceOf(frameOf(pairs), where, subject)
        const rowIds = new Set(rowIdsOf(slice))
        const only = frameOf(pairs.filter(({ rowId }) => rowIds.has(rowId)))
        // But for what reasons call it where there is nothing: an empty slice, or an empty dataset.
        expect(numbersOf(allMetrics(slice))).toEqual(numbersOf(allMetrics(sliceOf(only, null, subject))))
      }),
      { numRuns: 150 },
    )
  })

  it('has neither NaN nor undefined, and a reason exactly where something is null', () => {
    fc.assert(
      fc.property(plainPairs, filters, subjects, (pairs, where, subject) => {
        expect(holesIn(allMetrics(sliceOf(frameOf(pairs), where, subject)))).toEqual([])
        expect(holesIn(allMetrics(sliceOf(frameOf(pairs), null, subject)))).toEqual([])
      }),
      { numRuns: 150 },
    )
  })

  it('is the same whichever pair has which row id', () => {
    fc.assert(
      fc.property(plainPairs, fc.infiniteStream(fc.nat()), (pairs, keys) => {
        const shuffled = pairs.map((pair) => ({ pair, key: keys.next().value })).sort((a, b) => a.key - b.key)
        const rowIds = pairs.map(({ rowId }) => rowId)
        const other = shuffled.map(({ pair }, index): PlainPair => ({ ...pair, rowId: rowIds[index] }))
        expectAgree(allMetrics(sliceOf(frameOf(other))), allMetrics(sliceOf(frameOf(pairs))))
      }),
    )
  })

  it('does not depend on where in a label the features lie', () => {
    fc.assert(
      fc.property(plainPairs, (pairs) => {
        const of = (taxonomy?: typeof WIDE_TAXONOMY) => sliceOf(frameOf(pairs, taxonomy))
        expect(preferences(of(WIDE_TAXONOMY))).toEqual(preferences(of()))
        expect(regimes(of(WIDE_TAXONOMY))).toEqual(regimes(of()))
      }),
    )
  })
})

describe('grouped and ungrouped', () => {
  it('regimes add up to what both models have scored, and to both alignments', () => {
    fc.assert(
      fc.property(plainPairs, (pairs) => {
        const slice = sliceOf(frameOf(pairs), { margin: { stage: 'PRE' } })
        const both = sliceOf(slice.view.frame, { and: STAGES.map((stage) => ({ margin: { stage } })) })
        const of = Object.fromEntries(regimes(both).map(({ regime, pairs: count }) => [regime, count]))
        const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0)
        expect(sum(REGIMES.map((regime) => of[regime]))).toBe(coverage(slice).bothScored)
        expect(of.BECAME_ALIGNED + of.STAYED_ALIGNED).toBe(alignment(both, 'POST').aligned)
        expect(of.REVERSED_ALIGNMENT + of.STAYED_ALIGNED).toBe(alignment(both, 'PRE').aligned)
        expect(numbersOf(regimes(slice))).toEqual(numbersOf(regimes(both)))
      }),
    )
  })

  it('a regime is the whole of its own slice', () => {
    fc.assert(
      fc.property(
        plainPairs,
        fc.constantFrom(...REGIMES),
        fc.constantFrom(...PREFERENCES),
        (pairs, regime, preference) => {
          const frame = frameOf(pairs)
          const where = { regime: [regime], preference: [preference] }
          const ofSlice = rewardShift(sliceOf(frame, where), {})
          expect(numbersOf(ofSlice)).toEqual(numbersOf(rewardShift(sliceOf(frame), where)))
          const inside = sliceOf(frame, { regime: [regime] })
          expect(regimes(inside).find((one) => one.regime === regime)?.pairs).toBe(inside.rows.length)
        },
      ),
    )
  })

  it('a part of a breakdown has the pairs that its filter selects within the slice', () => {
    fc.assert(
      fc.property(plainPairs, filters, fc.constantFrom(...DIMENSIONS), (pairs, where, by) => {
        const frame = frameOf(pairs)
        for (const part of breakdown(sliceOf(frame, where), by, 1000)) {
          expect(sliceOf(frame, { and: [where, part.where] }).rows).toHaveLength(part.pairs)
        }
      }),
    )
  })
})
