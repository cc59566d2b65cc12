import { describe, expect, it } from 'vitest'
import type { PairFilter } from '../../src/audit/pair-filter.ts'
import { InvalidInput } from '../../src/domain/errors.ts'
import type { Side } from '../../src/domain/side.ts'
import type { Stage } from '../../src/domain/stage.ts'
import type { SimilaritySelection } from '../../src/metrics/rewriting.ts'
import { pairsOf } from '../../src/pairs/columns/pairs.ts'
import { FLIP_CODES } from '../../src/pairs/terms.ts'
import { frameOf, type PlainPair } from '../frame/make-frame.ts'
import { expectAgree } from '../golden/agree.ts'
import { ask, type Slice, sliceOf } from './asking.ts'

const good = { is_helpful: 1, is_harmless: 1, sentiment: 0 }

/** Two kept pairs, one whose rejected entry lost its harmlessness, one without labels, one not rewritten. */
const PAIRS: PlainPair[] = [
  {
    rowId: 1,
    subset: 'a',
    pre: [1, 0],
    post: [1, 0],
    labels: { chosen: good, rejected: good },
    rewrite: {
      pre: [0, 1],
      post: [0, 1],
      labels: { chosen: { ...good, sentiment: 1 }, rejected: { ...good, sentiment: -1 } },
      similarity: [0.9, 0.8],
    },
  },
  { rowId: 2, subset: 'a', pre: [1, 0], post: [1, 0], labels: { chosen: good, rejected: good } },
  {
    rowId: 3,
    subset: 'b',
    pre: [1, 0],
    post: [0, 1],
    labels: { chosen: good, rejected: good },
    rewrite: {
      post: [1, 1],
      labels: { chosen: good, rejected: { ...good, is_harmless: 0 } },
      similarity: [0.7, null],
    },
  },
  {
    rowId: 4,
    subset: 'b',
    pre: [1, 0],
    post: [2, 1],
    labels: { chosen: good, rejected: good },
    rewrite: {
      post: [2, null],
      labels: { chosen: { ...good, sentiment: -1 }, rejected: good },
      similarity: [0.5, 0.4],
    },
  },
  {
    rowId: 5,
    subset: 'b',
    post: [3, 0],
    rewrite: { post: [0, 0], labels: { chosen: good }, similarity: [0.1, 0.3] },
  },
]
const frame = frameOf(PAIRS)
const of = (where: PairFilter | null = null, subject = {}) => sliceOf(frame, where, subject)
const rewritingPairs = (slice: Slice, rewriter = 0) => ask(slice, 'rewritingPairs', { rewriter })
const rewritingAlignment = (slice: Slice, stage: Stage) =>
  ask(slice, 'rewritingAlignment', { rewriter: 0, stage })
const rewritingShift = (slice: Slice, stage: Stage) => ask(slice, 'rewritingShift', { rewriter: 0, stage })
const flips = (slice: Slice) => ask(slice, 'flips', { rewriter: 0 })
const similarity = (slice: Slice, selection: SimilaritySelection) =>
  ask(slice, 'similarity', { rewriter: 0, ...selection })

/** All columns of what was rewritten of a slice. */
const rewrittenRows = async ({ of }: Slice) => (await pairsOf(of).rewrittenBy(0)).rows({ start: 0, limit: 9 })
const SENTIMENT = 2

describe('rewriting', () => {
  it('takes the rewritten pairs of the slice, with both positions', async () => {
    const positions = async (slice: Slice) => {
      const { space, rows } = await rewrittenRows(slice)
      return [Array.from(rows, (row) => space.positions?.[row]), Array.from(rows)]
    }
    expect(await positions(of())).toEqual([
      [0, 2, 3, 4],
      [0, 1, 2, 3],
    ])
    expect(await positions(of({ subset: ['b'] }))).toEqual([
      [2, 3, 4],
      [1, 2, 3],
    ])
    expect(await positions(of({ rowId: { lte: 2, gte: 2 } }))).toEqual([[], []])
  })

  it('keeps pairs whose target features are known and unchanged on both sides', async () => {
    expect(await rewritingPairs(of())).toEqual({ pairs: 4, keptPairs: 2 })
    expect(await rewritingPairs(of({ subset: ['a'] }))).toEqual({ pairs: 1, keptPairs: 1 })
    expect(await rewritingPairs(of(null, { labeler: -1 }))).toEqual({ pairs: 4, keptPairs: 0 })
    expect(await rewritingPairs(of({ rowId: { gte: 9 } }))).toEqual({ pairs: 0, keptPairs: 0 })
  })

  it('compares alignment on the pairs that are scored both times', async () => {
    const { before, after } = await rewritingAlignment(of(), 'POST')
    // Pairs 1, 3 and 5: 1 and 5 were aligned; afterwards 0 against 1, a tie, and a tie.
    expect([before.aligned, before.pairs, after.aligned, after.pairs]).toEqual([2, 3, 0, 3])
    expect((await rewritingAlignment(of(), 'PRE')).before).toMatchObject({ aligned: 1, pairs: 1, score: 1 })
    expect((await rewritingAlignment(of(), 'PRE')).after).toMatchObject({ aligned: 0, pairs: 1, score: 0 })
    const none = await rewritingAlignment(of({ rowId: { gte: 4, lte: 4 } }), 'POST')
    expect(none.before).toEqual(none.after)
    expect(none.after).toMatchObject({ pairs: 0, score: null, reason: expect.stringContaining('POST') })
    expect((await rewritingAlignment(of(null, { post: -1 }), 'POST')).before.reason).not.toBeNull()
  })

  it('a flip is the sign of rewritten minus original, null where either is unknown', async () => {
    const flipsOf = async (slice: Slice, side: Side) => {
      const { space, rows } = await rewrittenRows(slice)
      const codes = space.codes({ code: 'FLIP', labeler: slice.subject.labeler, side, feature: SENTIMENT })
      return Array.from(rows, (row) => FLIP_CODES[codes[row]] ?? null)
    }
    expect(await flipsOf(of(), 'CHOSEN')).toEqual([1, 0, -1, null])
    expect(await flipsOf(of(), 'REJECTED')).toEqual([-1, 0, 0, null])
    expect((await flipsOf(of(null, { labeler: -1 }), 'CHOSEN'))[0]).toBeNull()
    // A step of two is one flip.
    const leap = frameOf([
      { rowId: 1, labels: { chosen: { sentiment: 1 } }, rewrite: { labels: { chosen: { sentiment: -1 } } } },
    ])
    expect(await flipsOf(sliceOf(leap), 'CHOSEN')).toEqual([-1])
  })

  it('counts flips by feature and side, of features that are labeled', async () => {
    expect(await flips(of())).toEqual([
      { feature: 0, side: 'CHOSEN', gained: 0, unchanged: 3, lost: 0 },
      { feature: 0, side: 'REJECTED', gained: 0, unchanged: 3, lost: 0 },
      { feature: 1, side: 'CHOSEN', gained: 0, unchanged: 3, lost: 0 },
      { feature: 1, side: 'REJECTED', gained: 0, unchanged: 2, lost: 1 },
      { feature: 2, side: 'CHOSEN', gained: 1, unchanged: 1, lost: 1 },
      { feature: 2, side: 'REJECTED', gained: 0, unchanged: 2, lost: 1 },
    ])
    expect((await flips(of({ rowId: { lte: 2 } }))).map(({ gained, lost }) => gained - lost)).toEqual([
      0, 0, 0, 0, 1, -1,
    ])
    expect(await flips(of(null, { labeler: 1 }))).toEqual([])
  })

  it('similarity is over entries, of a side or of a flip', async () => {
    const mean = async (selection: SimilaritySelection, where: PairFilter | null = null) => {
      const summary = await similarity(of(where), selection)
      return [summary.count, summary.mean]
    }
    expectAgree(await mean({}), [7, (0.9 + 0.8 + 0.7 + 0.5 + 0.4 + 0.1 + 0.3) / 7])
    expectAgree(await mean({ side: 'CHOSEN' }), [4, 0.55])
    expectAgree(await mean({ side: 'REJECTED' }), [3, 0.5])
    expectAgree(
      await mean({ side: null, feature: null, flip: null, unchanged: null }, { subset: ['a'] }),
      [2, 0.85],
    )
    expectAgree(await mean({ feature: SENTIMENT, flip: 'GAINED' }), [1, 0.9])
    expectAgree(await mean({ feature: SENTIMENT, flip: 'LOST' }), [2, 0.65])
    expectAgree(await mean({ feature: SENTIMENT, flip: 'LOST', side: 'REJECTED' }), [1, 0.8])
    expectAgree(await mean({ feature: SENTIMENT, unchanged: true }), [2, 0.55])
    expect((await similarity(of(null, { labeler: -1 }), { feature: SENTIMENT, flip: 'LOST' })).count).toBe(0)
  })

  it.each([{ flip: 'GAINED' as const }, { flip: 'LOST' as const, feature: null }, { unchanged: true }])(
    'similarity of %j needs a feature',
    async (selection) => {
      await expect(similarity(of(), selection)).rejects.toThrow(InvalidInput)
      await expect(similarity(of({ rowId: { gte: 9 } }), selection)).rejects.toThrow('name the feature')
    },
  )

  it('similarity takes the first feature of the taxonomy, whose index is 0', async () => {
    expect((await similarity(of(), { feature: 0, unchanged: true })).count).toBe(5)
  })

  it('shift is from the original to the rewritten vector', async () => {
    const shift = await rewritingShift(of(), 'POST')
    // Pair 1 turns by 90, pair 3 by -45; pair 4 has no vector, pair 5 one without length.
    expectAgree([shift.pairs, shift.mean, shift.median], [2, 22.5, 22.5])
    expect(await rewritingShift(of(), 'PRE')).toMatchObject({ pairs: 1, mean: 90 })
    expect(await rewritingShift(of(null, { post: -1 }), 'POST')).toMatchObject({ pairs: 0, mean: null })
  })

  it("similarity by shift has pairs with both similarities and an angle, the pair's mean along x", async () => {
    // Only pair 1: 3 lacks a similarity.
    const { xEdges, yEdges, counts } = await ask(of(), 'similarityByShift', { rewriter: 0, bins: 2 })
    expectAgree([xEdges[1], yEdges[0], yEdges[2]], [0.85, -180, 180])
    expect(counts).toEqual([
      [0, 0],
      [0, 1],
    ])
  })

  it('another rewriter has its own pairs', async () => {
    const [rewriter] = frame.rewritten
    const two = { ...frame, rewritten: [{ ...rewriter, positions: new Int32Array() }, rewriter] }
    expect((await rewritingPairs(sliceOf(two), 0)).pairs).toBe(0)
    expect((await rewritingPairs(sliceOf(two), 1)).pairs).toBe(4)
  })
})
