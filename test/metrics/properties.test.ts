import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PREFERENCES } from '../../src/domain/preference.ts'
import { REGIMES } from '../../src/domain/regime.ts'
import { STAGES } from '../../src/domain/stage.ts'
import { DIMENSIONS } from '../../src/metrics/breakdown.ts'
import { filters, plainPairs } from '../frame/arbitraries.ts'
import { frameOf, type PlainPair, WIDE_TAXONOMY } from '../frame/make-frame.ts'
import { expectAgree } from '../golden/agree.ts'
import { allMetrics, holesIn, numbersOf } from './all-metrics.ts'
import { ask, rowIdsOf, sliceOf } from './asking.ts'

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
  it('of a slice is that of a dataset that has only the pairs of the slice', async () => {
    await fc.assert(
      fc.asyncProperty(plainPairs, filters, subjects, async (pairs, where, subject) => {
        const slice = sliceOf(frameOf(pairs), where, subject)
        const rowIds = new Set(rowIdsOf(slice))
        const only = frameOf(pairs.filter(({ rowId }) => rowIds.has(rowId)))
        // But for what reasons call it where there is nothing: an empty slice, or an empty dataset.
        // Prompts that have others in the dataset are summed in another order.
        expectAgree(
          numbersOf(await allMetrics(slice)),
          numbersOf(await allMetrics(sliceOf(only, null, subject))),
        )
      }),
      { numRuns: 150 },
    )
  })

  it('has neither NaN nor undefined, and a reason exactly where something is null', async () => {
    await fc.assert(
      fc.asyncProperty(plainPairs, filters, subjects, async (pairs, where, subject) => {
        expect(holesIn(await allMetrics(sliceOf(frameOf(pairs), where, subject)))).toEqual([])
        expect(holesIn(await allMetrics(sliceOf(frameOf(pairs), null, subject)))).toEqual([])
      }),
      { numRuns: 150 },
    )
  })

  it('is the same whichever pair has which row id', async () => {
    await fc.assert(
      fc.asyncProperty(plainPairs, fc.infiniteStream(fc.nat()), async (pairs, keys) => {
        const shuffled = pairs.map((pair) => ({ pair, key: keys.next().value })).sort((a, b) => a.key - b.key)
        const rowIds = pairs.map(({ rowId }) => rowId)
        const other = shuffled.map(({ pair }, index): PlainPair => ({ ...pair, rowId: rowIds[index] }))
        expectAgree(await allMetrics(sliceOf(frameOf(other))), await allMetrics(sliceOf(frameOf(pairs))))
      }),
    )
  })

  it('does not depend on where in a label the features lie', async () => {
    await fc.assert(
      fc.asyncProperty(plainPairs, async (pairs) => {
        const of = (taxonomy?: typeof WIDE_TAXONOMY) => sliceOf(frameOf(pairs, taxonomy))
        expect(await ask(of(WIDE_TAXONOMY), 'preferences', {})).toEqual(await ask(of(), 'preferences', {}))
        expect(await ask(of(WIDE_TAXONOMY), 'regimes', {})).toEqual(await ask(of(), 'regimes', {}))
      }),
    )
  })
})

describe('grouped and ungrouped', () => {
  it('regimes add up to what both models have scored, and to both alignments', async () => {
    await fc.assert(
      fc.asyncProperty(plainPairs, async (pairs) => {
        const slice = sliceOf(frameOf(pairs), { margin: { stage: 'PRE' } })
        const both = sliceOf(slice.frame, { and: STAGES.map((stage) => ({ margin: { stage } })) })
        const of = Object.fromEntries(
          (await ask(both, 'regimes', {})).map(({ regime, pairs: count }) => [regime, count]),
        )
        const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0)
        expect(sum(REGIMES.map((regime) => of[regime]))).toBe((await ask(slice, 'coverage', {})).bothScored)
        expect(of.BECAME_ALIGNED + of.STAYED_ALIGNED).toBe(
          (await ask(both, 'alignment', { stage: 'POST' })).aligned,
        )
        expect(of.REVERSED_ALIGNMENT + of.STAYED_ALIGNED).toBe(
          (await ask(both, 'alignment', { stage: 'PRE' })).aligned,
        )
        expect(numbersOf(await ask(slice, 'regimes', {}))).toEqual(numbersOf(await ask(both, 'regimes', {})))
      }),
    )
  })

  it('a regime is the whole of its own slice', async () => {
    await fc.assert(
      fc.asyncProperty(
        plainPairs,
        fc.constantFrom(...REGIMES),
        fc.constantFrom(...PREFERENCES),
        async (pairs, regime, preference) => {
          const frame = frameOf(pairs)
          const where = { regime: [regime], preference: [preference] }
          const ofSlice = await ask(sliceOf(frame, where), 'rewardShift', {})
          expect(numbersOf(ofSlice)).toEqual(numbersOf(await ask(sliceOf(frame), 'rewardShift', where)))
          const inside = sliceOf(frame, { regime: [regime] })
          const ofRegimes = await ask(inside, 'regimes', {})
          expect(ofRegimes.find((one) => one.regime === regime)?.pairs).toBe(inside.of.rows.length)
        },
      ),
    )
  })

  it('a part of a breakdown has the pairs that its filter selects within the slice', async () => {
    await fc.assert(
      fc.asyncProperty(plainPairs, filters, fc.constantFrom(...DIMENSIONS), async (pairs, where, by) => {
        const frame = frameOf(pairs)
        for (const part of await ask(sliceOf(frame, where), 'breakdown', { by, first: 1000 })) {
          expect(sliceOf(frame, { and: [where, part.where] }).of.rows).toHaveLength(part.pairs)
        }
      }),
    )
  })
})
