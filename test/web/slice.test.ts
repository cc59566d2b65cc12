import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PairFilter } from '../../src/web/generated/documents.ts'
import {
  addConditions,
  conditionsOf,
  filterOf,
  hasConditions,
  isByRewards,
  removeConditions,
  setConditions,
  toggleConditions,
} from '../../src/web/slice/conditions.ts'
import { describeFilter } from '../../src/web/slice/description.ts'
import { searchedTexts } from '../../src/web/slice/searched-texts.ts'
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

  it('is by rewards, or is not, whatever is looked for', () => {
    const slices: PairFilter[] = [reversed, { not: { or: [reversed, { tie: true }] } }]
    expect(slices.map(isByRewards)).toEqual([true, true])
    expect([null, { text: '"regime":' }, { topic: ['margin'] }].map(isByRewards)).toEqual([
      false,
      false,
      false,
    ])
  })

  it('keeps apart what is said of two sides', () => {
    const [chosen, rejected] = (['CHOSEN', 'REJECTED'] as const).map(
      (side): PairFilter => ({ reward: { stage: 'POST', side, lte: 0 } }),
    )
    const both = setConditions(chosen, [rejected])
    expect(both).toEqual({ ...chosen, and: [rejected] })
    expect(toggleConditions(both, [chosen, rejected])).toBe(null)
  })

  it('has one range of a measure, and one value of an attribute, for each entry that they are of', () => {
    const length = (scope: 'CHOSEN' | 'REJECTED', gte: number): PairFilter => ({
      measure: { feature: 'length_words', scope, gte },
    })
    const both = setConditions(length('CHOSEN', 1), [length('REJECTED', 1)])
    expect(setConditions(both, [length('CHOSEN', 2)])).toEqual({
      ...length('REJECTED', 1),
      and: [length('CHOSEN', 2)],
    })
    const source = (name: string, value: string): PairFilter => ({ attribute: { name, in: [value] } })
    const ofTwo = setConditions(source('source', 'web'), [source('language', 'en')])
    expect(setConditions(ofTwo, [source('source', 'forum')])).toEqual({
      ...source('language', 'en'),
      and: [source('source', 'forum')],
    })
  })

  it('is narrowed by what contradicts it: there are no such pairs', () => {
    expect(addConditions(reversed, [regime('STAYED_ALIGNED')])).toEqual({
      ...reversed,
      and: [regime('STAYED_ALIGNED')],
    })
    expect(addConditions(reversed, [reversed])).toEqual(reversed)
  })
})

describe('what a slice searches for', () => {
  it('are its texts, unless it is of pairs without them', () => {
    const where: PairFilter = { text: 'a', and: [{ or: [{ text: 'b' }, { tie: true }] }], not: { text: 'c' } }
    expect(searchedTexts(where)).toEqual(['a', 'b'])
    expect(searchedTexts(null)).toEqual([])
    expect(searchedTexts({ text: 1, and: 'x', or: null } as never)).toEqual([])
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
    [{ marginChange: { gte: 2 } }, 'change of margin ≥ 2'],
    [{ rowId: { gte: 3, lte: 3 } }, 'row = 3'],
    [{ rewardShift: { gte: -10, lte: 5 }, text: 'x' }, 'reward shift from -10 to 5° and text contains “x”'],
    [{ feature: { name: 'is_harmless', scope: 'CHOSEN' } }, 'is_harmless = 1 (chosen)'],
    [{ feature: { name: 'is_harmless', values: [0, 1] } }, 'is_harmless = 0 or 1 (either response)'],
    [{ attribute: { name: 'source', in: ['web', 'constructor'] } }, 'source = web or constructor'],
    [{ attribute: { name: 'source', isNull: true } }, 'source unknown'],
    [{ attribute: { name: 'score', scope: 'REJECTED', gte: 1 / 3 } }, 'score ≥ 0.3333 (rejected)'],
    [{ measure: { feature: 'length_words', lte: -12345 } }, 'length_words ≤ -12345 (chosen − rejected)'],
    [{ measure: { feature: 'sentences', scope: 'CHOSEN', gte: 2, lte: 2 } }, 'sentences = 2 (chosen)'],
    [{ tie: true }, 'ties'],
    [{ not: { tie: false }, group: ['0123456789abcdef'] }, 'not (no ties) and prompt 0123456789abcdef'],
    [{ subset: ['x'.repeat(500)] }, `subset: ${'x'.repeat(80)}…`],
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
