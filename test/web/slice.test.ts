import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PairFilter } from '../../src/web/generated/documents.ts'
import {
  addConditions,
  conditionsOf,
  filterOf,
  hasConditions,
  removeConditions,
  setConditions,
  toggleConditions,
} from '../../src/web/slice/conditions.ts'
import { describeFilter } from '../../src/web/slice/description.ts'
import { filter } from '../graphql/hostile.ts'

const regime = (name: 'REVERSED_ALIGNMENT' | 'STAYED_ALIGNED'): PairFilter => ({ regime: [name] })
const reversed = regime('REVERSED_ALIGNMENT')

describe('a slice', () => {
  it('is a list of conditions, and back', () => {
    fc.assert(
      fc.property(filter as fc.Arbitrary<PairFilter>, (where) => {
        const conditions = conditionsOf(where)
        expect(conditionsOf(filterOf(conditions))).toEqual(expect.arrayContaining(conditions))
        expect(hasConditions(where, conditions)).toBe(true)
      }),
    )
  })

  it('takes a condition, gives it back, and has one of a kind', () => {
    expect(toggleConditions(null, [reversed])).toEqual(reversed)
    expect(toggleConditions(reversed, [reversed])).toBe(null)
    expect(setConditions(reversed, [regime('STAYED_ALIGNED')])).toEqual(regime('STAYED_ALIGNED'))
    expect(removeConditions({ ...reversed, text: 'a' }, [reversed])).toEqual({ text: 'a' })
  })

  it('keeps apart what is said of two sides', () => {
    const [chosen, rejected] = (['CHOSEN', 'REJECTED'] as const).map(
      (side): PairFilter => ({ reward: { stage: 'POST', side, lte: 0 } }),
    )
    const both = setConditions(chosen, [rejected])
    expect(both).toEqual({ ...chosen, and: [rejected] })
    expect(toggleConditions(both, [chosen, rejected])).toBe(null)
  })

  it('is narrowed by what contradicts it: there are no such pairs', () => {
    expect(addConditions(reversed, [regime('STAYED_ALIGNED')])).toEqual({
      ...reversed,
      and: [regime('STAYED_ALIGNED')],
    })
    expect(addConditions(reversed, [reversed])).toEqual(reversed)
  })
})

describe('words for a slice', () => {
  it.each<[PairFilter, string]>([
    [reversed, 'reversed alignment'],
    [{ not: { preference: ['INDIFFERENT'] } }, 'not (labeler is indifferent)'],
    [{ reward: { stage: 'POST', side: 'CHOSEN', gte: 5e-324 } }, 'post reward of chosen > 0'],
    [{ reward: { stage: 'POST', side: 'CHOSEN', gte: 0.5 } }, 'post reward of chosen ≥ 0.5'],
    [{ margin: { stage: 'PRE', gte: 5e-324, lte: 2 } }, 'pre margin from 5e-324 to 2'],
    [{ margin: { stage: 'PRE', lte: 2 } }, 'pre margin ≤ 2'],
    [{ rowId: { gte: 3, lte: 3 } }, 'row = 3'],
    [{ rewardShift: { gte: -10, lte: 5 }, text: 'x' }, 'reward shift from -10 to 5° and text contains “x”'],
    [{ feature: { name: 'is_harmless', scope: 'CHOSEN' } }, 'is_harmless = 1 (chosen)'],
    [{ or: [{ topic: ['A', 'B'] }, { rewritten: true }] }, '(topic: A or B) or (rewritten)'],
  ])('%j', (where, words) => {
    expect(describeFilter(where)).toBe(words)
  })

  it('never fail, whatever somebody typed', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (typed) => {
        expect(describeFilter(typed as PairFilter)).toEqual(expect.any(String))
      }),
    )
    for (const typed of [{ feature: null }, { or: 1 }, { constructor: 1 }]) {
      expect(describeFilter(typed as PairFilter)).toBe(JSON.stringify(typed))
    }
  })
})
