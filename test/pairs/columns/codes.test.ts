import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PREFERENCES } from '../../../src/domain/preference.ts'
import { REGIMES, regimeOf } from '../../../src/domain/regime.ts'
import type { Frame } from '../../../src/frame/frame.ts'
import { spaceOfFrame } from '../../../src/pairs/columns/spaces.ts'
import {
  alignedBy,
  type CodeTerm,
  preferenceOf,
  regimeOf as regimeTerm,
  shiftOf,
} from '../../../src/pairs/terms.ts'
import { plainPairs } from '../../frame/arbitraries.ts'
import { frameOf, type PlainPair, WIDE_TAXONOMY } from '../../frame/make-frame.ts'
import { rowIdsOf, sliceOf } from '../../metrics/asking.ts'

const both = (rewards: PlainPair['pre']) => Boolean(rewards && rewards[0] !== null && rewards[1] !== null)
const TARGETS = ['is_harmless', 'is_helpful']

/** Row ids of each part, and how often one is in several. */
const partsOf = (parts: number[][]) => ({
  all: parts.flat().toSorted((a, b) => a - b),
  distinct: new Set(parts.flat()).size,
})

const codesOf = (frame: Frame, term: CodeTerm) => Array.from(spaceOfFrame(frame).codes(term))

describe('columns of terms', () => {
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
        const { numbers } = spaceOfFrame(frame)
        const back = numbers(shiftOf(1, 0))
        numbers(shiftOf(0, 1)).forEach((angle, row) => {
          const swapped = back[row]
          if (Number.isNaN(angle)) expect(swapped).toBeNaN()
          else expect(swapped + angle).toBe(angle === 180 ? 360 : 0)
        })
        const turned = [3, 1, 2, 0]
        const there = codesOf(frame, regimeTerm(0, 1))
        expect(codesOf(frame, regimeTerm(1, 0))).toEqual(there.map((code) => turned[code] ?? -1))
      }),
    )
  })

  it('a tie is misaligned', () => {
    const regimes = codesOf(
      frameOf([
        { rowId: 1, pre: [1, 1], post: [2, 1] },
        { rowId: 2, pre: [2, 1], post: [0, 0] },
        { rowId: 3, pre: [-1, -1], post: [-0, 0] },
        { rowId: 4, pre: [1, 0], post: [Number.MIN_VALUE, 0] },
        { rowId: 5, pre: [1, 0], post: [1, null] },
      ]),
      regimeTerm(0, 1),
    )
    const names = regimes.map((code) => REGIMES[code] ?? null)
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
      const codes = codesOf(frameOf(pairs, { ...WIDE_TAXONOMY, priority }), preferenceOf(0))
      return codes.map((code) => PREFERENCES[code]?.[0] ?? '-').join('')
    }
    expect(of(['is_harmless', 'is_helpful'])).toBe('CRIC---')
    expect(of(['is_helpful', 'is_harmless'])).toBe('RCI-R--')
    expect(of(['is_helpful'])).toBe('RCI-R--')
    expect(of([])).toBe('-------')
  })

  it('says which pairs are scored and labeled', () => {
    const label = { is_helpful: 0 }
    const frame = frameOf([
      { rowId: 1, pre: [0, 0], labels: { chosen: label, rejected: label } },
      { rowId: 2, pre: [0, null], labels: { chosen: label, rejected: {} } },
      { rowId: 3, labels: { rejected: label } },
    ])
    const isScored = (model: number) => codesOf(frame, alignedBy(model)).map((code) => code >= 0)
    expect(isScored(0)).toEqual([true, false, false])
    expect(codesOf(frame, { code: 'LABELED', labeler: 0 })).toEqual([1, 0, 0])
    expect(isScored(1)).toEqual([false, false, false])
    expect(codesOf(frame, { code: 'LABELED', labeler: -1 })).toEqual([0, 0, 0])
  })

  it('are computed once', () => {
    const { codes, numbers } = spaceOfFrame(frameOf([{ rowId: 1, pre: [1, 0], post: [0, 1] }]))
    expect(numbers(shiftOf(0, 1))).toBe(numbers(shiftOf(0, 1)))
    expect(codes(regimeTerm(0, 1))).toBe(codes(regimeTerm(0, 1)))
    expect(codes(preferenceOf(0))).toBe(codes(preferenceOf(0)))
  })
})
