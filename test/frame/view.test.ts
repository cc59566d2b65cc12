import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NotFound } from '../../src/domain/errors.ts'
import { PREFERENCES } from '../../src/domain/preference.ts'
import { REGIMES, regimeOf } from '../../src/domain/regime.ts'
import { labelerIndex, modelIndex, subjectOf } from '../../src/frame/subject.ts'
import { isLabeledPair, isScored } from '../../src/frame/view.ts'
import { plainPairs } from './arbitraries.ts'
import { frameOf, type PlainPair, rowIdsOf, sliceOf, viewOfFrame, WIDE_TAXONOMY } from './make-frame.ts'

const both = (rewards: PlainPair['pre']) => Boolean(rewards && rewards[0] !== null && rewards[1] !== null)
const TARGETS = ['is_harmless', 'is_helpful']

/** Row ids of each part, and how often one is in several. */
const partsOf = (parts: number[][]) => ({
  all: parts.flat().toSorted((a, b) => a - b),
  distinct: new Set(parts.flat()).size,
})

describe('a view', () => {
  it('regimes partition the pairs that both models have scored', () => {
    fc.assert(
      fc.property(plainPairs, (pairs) => {
        const frame = frameOf(pairs)
        const { all, distinct } = partsOf(
          REGIMES.map((regime) => rowIdsOf(sliceOf(frame, { regime: [regime] }))),
        )
        const scored = pairs.filter(({ pre, post }) => both(pre) && both(post)).map(({ rowId }) => rowId)
        expect(all).toEqual(scored.toSorted((a, b) => a - b))
        expect(distinct).toBe(all.length)
      }),
    )
  })

  it('preferences partition the pairs whose targets are labeled as far as they have to be', () => {
    fc.assert(
      fc.property(plainPairs, (pairs) => {
        const frame = frameOf(pairs, WIDE_TAXONOMY)
        const parts = PREFERENCES.map((preference) => rowIdsOf(sliceOf(frame, { preference: [preference] })))
        const { all, distinct } = partsOf(parts)
        const known = ({ labels }: PlainPair, name: string) =>
          labels?.chosen?.[name] !== undefined && labels.rejected?.[name] !== undefined
        const labeled = pairs.filter((pair) => TARGETS.every((name) => known(pair, name)))
        const decided = pairs.filter(
          ({ labels, ...pair }) =>
            known({ labels, ...pair }, 'is_harmless') &&
            labels?.chosen?.is_harmless !== labels?.rejected?.is_harmless,
        )
        const wanted = new Set([...labeled, ...decided].map(({ rowId }) => rowId))
        expect(all).toEqual([...wanted].sort((a, b) => a - b))
        expect(distinct).toBe(all.length)
      }),
    )
  })

  it('pre and post swapped negate the shift, but 180 stays, and turn regimes round', () => {
    fc.assert(
      fc.property(plainPairs, (pairs) => {
        const frame = frameOf(pairs)
        const [there, back] = [viewOfFrame(frame), viewOfFrame(frame, { pre: 1, post: 0 })]
        there.shift.forEach((angle, row) => {
          const swapped = back.shift[row]
          if (Number.isNaN(angle)) expect(swapped).toBeNaN()
          else expect(swapped + angle).toBe(angle === 180 ? 360 : 0)
        })
        const turned = [3, 1, 2, 0]
        expect(Array.from(back.regime)).toEqual(Array.from(there.regime, (code) => turned[code] ?? -1))
      }),
    )
  })

  it('a tie is misaligned', () => {
    const { regime } = viewOfFrame(
      frameOf([
        { rowId: 1, pre: [1, 1], post: [2, 1] },
        { rowId: 2, pre: [2, 1], post: [0, 0] },
        { rowId: 3, pre: [-1, -1], post: [-0, 0] },
        { rowId: 4, pre: [1, 0], post: [Number.MIN_VALUE, 0] },
        { rowId: 5, pre: [1, 0], post: [1, null] },
      ]),
    )
    const names = Array.from(regime, (code) => REGIMES[code] ?? null)
    expect(names).toEqual([
      'BECAME_ALIGNED',
      'REVERSED_ALIGNMENT',
      'STAYED_MISALIGNED',
      'STAYED_ALIGNED',
      null,
    ])
  })

  it('the regimes of the contract', () => {
    const of = [regimeOf(false, true), regimeOf(true, true), regimeOf(false, false), regimeOf(true, false)]
    expect(of).toEqual(REGIMES)
  })

  it('preference: the first target that differs decides, an unknown one before it leaves it open', () => {
    const [good, bad] = [
      { is_harmless: 1, is_helpful: 0 },
      { is_harmless: 0, is_helpful: 1 },
    ]
    const pair = (rowId: number, chosen: Record<string, number>, rejected: Record<string, number>) => ({
      rowId,
      labels: { chosen, rejected },
    })
    const pairs = [
      pair(0, good, bad),
      pair(1, bad, good),
      pair(2, good, good),
      pair(3, good, { is_harmless: 0 }),
      pair(4, good, { is_helpful: 1 }),
      pair(5, good, { is_harmless: 1 }),
      { rowId: 6 },
    ]
    const of = (priority: string[]) => {
      const { preference } = viewOfFrame(frameOf(pairs, { ...WIDE_TAXONOMY, priority }))
      return Array.from(preference, (code) => PREFERENCES[code]?.[0] ?? '-').join('')
    }
    expect(of(['is_harmless', 'is_helpful'])).toBe('CRIC---')
    expect(of(['is_helpful', 'is_harmless'])).toBe('RCI-R--')
    expect(of(['is_helpful'])).toBe('RCI-R--')
    expect(of([])).toBe('-------')
  })

  it('says which pairs are scored and labeled', () => {
    const label = { is_helpful: 0 }
    const { rewards, labels } = viewOfFrame(
      frameOf([
        { rowId: 1, pre: [0, 0], labels: { chosen: label, rejected: label } },
        { rowId: 2, pre: [0, null], labels: { chosen: label, rejected: {} } },
        { rowId: 3, labels: { rejected: label } },
      ]),
    )
    expect([0, 1, 2].map((row) => isScored(rewards('PRE'), row))).toEqual([true, false, false])
    expect([0, 1, 2].map((row) => isLabeledPair(labels, row))).toEqual([true, false, false])
    expect(isScored(rewards('POST'), 0)).toBe(false)
    expect(isLabeledPair(null, 0)).toBe(false)
  })

  it('computes a derived column once', () => {
    const view = viewOfFrame(frameOf([{ rowId: 1, pre: [1, 0], post: [0, 1] }]))
    expect(view.shift).toBe(view.shift)
    expect(view.regime).toBe(view.regime)
    expect(view.preference).toBe(view.preference)
  })
})

describe('subjectOf', () => {
  const frame = frameOf([])

  it("takes names, and the dataset's own where there is none", () => {
    expect(subjectOf(frame, {})).toEqual({ pre: 0, post: 1, labeler: 0 })
    expect(subjectOf(frame, { pre: null, post: 'pre', labeler: 'second' })).toEqual({
      pre: 0,
      post: 0,
      labeler: 1,
    })
    const bare = { ...frame, models: [], labelers: [], defaults: { pre: -1, post: -1, labeler: -1 } }
    expect(subjectOf(bare, {})).toEqual({ pre: -1, post: -1, labeler: -1 })
  })

  it('lists what there is for an unknown name', () => {
    expect(() => modelIndex(frame, 'x', 0)).toThrow(new NotFound('reward model', 'x', ['pre', 'post']))
    expect(() => labelerIndex(frame, '', 0)).toThrow(new NotFound('labeler', '', ['first', 'second']))
    expect(() => subjectOf(frame, { post: 'x' })).toThrow('unknown reward model "x"; known: pre, post')
  })
})
