import { describe, expect, it } from 'vitest'
import { InvalidInput } from '../../src/domain/errors.ts'
import type { PairFilter } from '../../src/domain/pair-filter.ts'
import {
  flipOf,
  flips,
  rewritingAlignment,
  rewritingOf,
  rewritingPairs,
  rewritingShift,
  similarity,
  similarityByShift,
} from '../../src/metrics/rewriting.ts'
import { frameOf, type PlainPair, sliceOf } from '../frame/make-frame.ts'
import { expectAgree } from '../golden/agree.ts'

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
const of = (where: PairFilter | null = null, subject = {}) => rewritingOf(sliceOf(frame, where, subject), 0)
const SENTIMENT = 2

describe('rewriting', () => {
  it('takes the rewritten pairs of the slice, with both positions', () => {
    const { rows, at } = of()
    expect([Array.from(rows), Array.from(at)]).toEqual([
      [0, 2, 3, 4],
      [0, 1, 2, 3],
    ])
    const part = of({ subset: ['b'] })
    expect([Array.from(part.rows), Array.from(part.at)]).toEqual([
      [2, 3, 4],
      [1, 2, 3],
    ])
    expect(of({ rowId: { lte: 2, gte: 2 } }).rows).toHaveLength(0)
  })

  it('keeps pairs whose target features are known and unchanged on both sides', () => {
    expect(rewritingPairs(of())).toEqual({ pairs: 4, keptPairs: 2 })
    expect(rewritingPairs(of({ subset: ['a'] }))).toEqual({ pairs: 1, keptPairs: 1 })
    expect(rewritingPairs(of(null, { labeler: -1 }))).toEqual({ pairs: 4, keptPairs: 0 })
    expect(rewritingPairs(of({ rowId: { gte: 9 } }))).toEqual({ pairs: 0, keptPairs: 0 })
  })

  it('compares alignment on the pairs that are scored both times', () => {
    const { before, after } = rewritingAlignment(of(), 'POST')
    // Pairs 1, 3 and 5: 1 and 5 were aligned; afterwards 0 against 1, a tie, and a tie.
    expect([before.aligned, before.pairs, after.aligned, after.pairs]).toEqual([2, 3, 0, 3])
    expect(rewritingAlignment(of(), 'PRE').before).toMatchObject({ aligned: 1, pairs: 1, score: 1 })
    expect(rewritingAlignment(of(), 'PRE').after).toMatchObject({ aligned: 0, pairs: 1, score: 0 })
    const none = rewritingAlignment(of({ rowId: { gte: 4, lte: 4 } }), 'POST')
    expect(none.before).toEqual(none.after)
    expect(none.after).toMatchObject({ pairs: 0, score: null, reason: expect.stringContaining('POST') })
    expect(rewritingAlignment(of(null, { post: -1 }), 'POST').before.reason).not.toBeNull()
  })

  it('a flip is the sign of rewritten minus original, null where either is unknown', () => {
    const rewriting = of()
    const chosen = [0, 1, 2, 3].map((k) => flipOf(rewriting, SENTIMENT, 'CHOSEN', k))
    const rejected = [0, 1, 2, 3].map((k) => flipOf(rewriting, SENTIMENT, 'REJECTED', k))
    expect([chosen, rejected]).toEqual([
      [1, 0, -1, null],
      [-1, 0, 0, null],
    ])
    expect(flipOf(of(null, { labeler: -1 }), SENTIMENT, 'CHOSEN', 0)).toBeNull()
    // A step of two is one flip.
    const leap = frameOf([
      { rowId: 1, labels: { chosen: { sentiment: 1 } }, rewrite: { labels: { chosen: { sentiment: -1 } } } },
    ])
    expect(flipOf(rewritingOf(sliceOf(leap), 0), SENTIMENT, 'CHOSEN', 0)).toBe(-1)
  })

  it('counts flips by feature and side, of features that are labeled', () => {
    expect(flips(of())).toEqual([
      { feature: 0, side: 'CHOSEN', gained: 0, unchanged: 3, lost: 0 },
      { feature: 0, side: 'REJECTED', gained: 0, unchanged: 3, lost: 0 },
      { feature: 1, side: 'CHOSEN', gained: 0, unchanged: 3, lost: 0 },
      { feature: 1, side: 'REJECTED', gained: 0, unchanged: 2, lost: 1 },
      { feature: 2, side: 'CHOSEN', gained: 1, unchanged: 1, lost: 1 },
      { feature: 2, side: 'REJECTED', gained: 0, unchanged: 2, lost: 1 },
    ])
    expect(flips(of({ rowId: { lte: 2 } })).map(({ gained, lost }) => gained - lost)).toEqual([
      0, 0, 0, 0, 1, -1,
    ])
    expect(flips(of(null, { labeler: 1 }))).toEqual([])
  })

  it('similarity is over entries, of a side or of a flip', () => {
    const mean = (selection: Parameters<typeof similarity>[1], where: PairFilter | null = null) => {
      const summary = similarity(of(where), selection)
      return [summary.count, summary.mean]
    }
    expectAgree(mean({}), [7, (0.9 + 0.8 + 0.7 + 0.5 + 0.4 + 0.1 + 0.3) / 7])
    expectAgree(mean({ side: 'CHOSEN' }), [4, 0.55])
    expectAgree(mean({ side: 'REJECTED' }), [3, 0.5])
    expectAgree(
      mean({ side: null, feature: null, flip: null, unchanged: null }, { subset: ['a'] }),
      [2, 0.85],
    )
    expectAgree(mean({ feature: SENTIMENT, flip: 'GAINED' }), [1, 0.9])
    expectAgree(mean({ feature: SENTIMENT, flip: 'LOST' }), [2, 0.65])
    expectAgree(mean({ feature: SENTIMENT, flip: 'LOST', side: 'REJECTED' }), [1, 0.8])
    expectAgree(mean({ feature: SENTIMENT, unchanged: true }), [2, 0.55])
    expect(similarity(of(null, { labeler: -1 }), { feature: SENTIMENT, flip: 'LOST' }).count).toBe(0)
  })

  it.each([{ flip: 'GAINED' as const }, { flip: 'LOST' as const, feature: null }, { unchanged: true }])(
    'similarity of %j needs a feature',
    (selection) => {
      expect(() => similarity(of(), selection)).toThrow(InvalidInput)
      expect(() => similarity(of({ rowId: { gte: 9 } }), selection)).toThrow('name the feature')
    },
  )

  it('similarity takes the first feature of the taxonomy, whose index is 0', () => {
    expect(similarity(of(), { feature: 0, unchanged: true }).count).toBe(5)
  })

  it('shift is from the original to the rewritten vector', () => {
    const shift = rewritingShift(of(), 'POST')
    // Pair 1 turns by 90, pair 3 by -45; pair 4 has no vector, pair 5 one without length.
    expectAgree([shift.pairs, shift.mean, shift.median], [2, 22.5, 22.5])
    expect(rewritingShift(of(), 'PRE')).toMatchObject({ pairs: 1, mean: 90 })
    expect(rewritingShift(of(null, { post: -1 }), 'POST')).toMatchObject({ pairs: 0, mean: null })
  })

  it("similarity by shift has pairs with both similarities and an angle, the pair's mean along x", () => {
    // Only pair 1: 3 lacks a similarity.
    const { xEdges, yEdges, counts } = similarityByShift(of(), 2)
    expectAgree([xEdges[1], yEdges[0], yEdges[2]], [0.85, -180, 180])
    expect(counts).toEqual([
      [0, 0],
      [0, 1],
    ])
  })

  it('another rewriter has its own pairs', () => {
    const [rewriter] = frame.rewritten
    const two = { ...frame, rewritten: [{ ...rewriter, positions: new Int32Array() }, rewriter] }
    expect(rewritingPairs(rewritingOf(sliceOf(two), 0)).pairs).toBe(0)
    expect(rewritingPairs(rewritingOf(sliceOf(two), 1)).pairs).toBe(4)
  })
})
