import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { conditionOf } from '../../../src/audit/condition.ts'
import type { Range } from '../../../src/audit/conditions/range.ts'
import { type PairFilter, textsIn } from '../../../src/audit/pair-filter.ts'
import type { Subject } from '../../../src/audit/subject.ts'
import { InvalidInput, NotFound } from '../../../src/domain/errors.ts'
import { groupName } from '../../../src/domain/group-key.ts'
import type { Frame } from '../../../src/frame/frame.ts'
import { angleBetween } from '../../../src/frame/reward-shift.ts'
import { select as selectRows, type TextMatches } from '../../../src/pairs/columns/condition.ts'
import { spaceOfFrame } from '../../../src/pairs/columns/spaces.ts'
import { conditions, filters, plainPairs } from '../../frame/arbitraries.ts'
import { frameOf, groupOf, type PlainPair, WIDE_TAXONOMY } from '../../frame/make-frame.ts'

const select = (
  frame: Frame,
  filter: PairFilter | null,
  { texts, ...names }: Partial<Subject> & { texts?: TextMatches } = {},
) => {
  const subject = { ...frame.defaults, ...names }
  const where = filter && conditionOf(filter, subject, frame)
  return selectRows(spaceOfFrame(frame), where, texts)
}
const rowIdsOf = (frame: Frame, filter: PairFilter, texts?: TextMatches) =>
  Array.from(select(frame, filter, { texts }), (row) => frame.rowIds[row])

/** The conditions once more, over plain pairs and as the contract says them. */
type Naive = {
  [Name in keyof PairFilter]-?: (pair: PlainPair, condition: NonNullable<PairFilter[Name]>) => boolean
}

const within = (value: number | null | undefined, { gte, lte }: Range) =>
  typeof value === 'number' &&
  (gte === null || gte === undefined || value >= gte) &&
  (lte === null || lte === undefined || value <= lte)

const marginOf = (rewards: PlainPair['pre']): number | null =>
  rewards && rewards[0] !== null && rewards[1] !== null ? rewards[0] - rewards[1] : null

const shiftOf = ({ pre, post }: PlainPair): number | null => {
  if (marginOf(pre) === null || marginOf(post) === null) return null
  const [[uc, ur], [vc, vr]] = [pre as [number, number], post as [number, number]]
  const noLength = (uc === 0 && ur === 0) || (vc === 0 && vr === 0)
  return noLength ? null : angleBetween(uc, ur, vc, vr)
}

const regimeOf = ({ pre, post }: PlainPair): string | null => {
  const [before, after] = [marginOf(pre), marginOf(post)]
  if (before === null || after === null) return null
  if (after > 0) return before > 0 ? 'STAYED_ALIGNED' : 'BECAME_ALIGNED'
  return before > 0 ? 'REVERSED_ALIGNMENT' : 'STAYED_MISALIGNED'
}

const preferenceOf = ({ labels }: PlainPair): string | null => {
  for (const name of ['is_harmless', 'is_helpful']) {
    const [chosen, rejected] = [labels?.chosen?.[name], labels?.rejected?.[name]]
    if (chosen === undefined || rejected === undefined) return null
    if (chosen !== rejected) return chosen > rejected ? 'CHOSEN' : 'REJECTED'
  }
  return 'INDIFFERENT'
}

const textOf = ({ rowId }: PlainPair) =>
  (rowId % 2 === 0 ? 'an apple' : 'a pear') + (rowId % 3 === 0 ? ' apple' : '')

/** Lists are of labels: an entry without a label has none. */
const listed = (lists: PlainPair['topics'], labels: PlainPair['labels']) => [
  ...(labels?.chosen ? lists![0] : []),
  ...(labels?.rejected ? lists![1] : []),
]

const naive: Naive = {
  pairId: () => true,
  rowIds: ({ rowId }, wanted) => wanted.includes(rowId),
  and: (pair, inner) => inner.every((filter) => matches(pair, filter)),
  or: (pair, inner) => inner.some((filter) => matches(pair, filter)),
  not: (pair, inner) => !matches(pair, inner),
  slice: () => true,
  definition: (pair, inner) => matches(pair, inner),
  rowId: ({ rowId }, range) => within(rowId, range),
  group: (pair, wanted) => wanted.includes(groupName(groupOf(pair))),
  tie: ({ tie = false }, wanted) => tie === wanted,
  attribute: ({ source = null, scores }, { name, scope, in: values = null, isNull, ...range }) => {
    const each = name === 'source' ? [source, source] : [scores?.[0] ?? null, scores?.[1] ?? null]
    const [chosen, rejected] = each.map((value) => {
      if (value === null || isNull) return (value === null) === (isNull ?? false)
      return (
        (values === null || values.includes(String(value))) &&
        (name === 'source' || within(Number(value), range))
      )
    })
    if (scope === 'CHOSEN') return chosen
    if (scope === 'REJECTED') return rejected
    return scope === 'BOTH' ? chosen && rejected : chosen || rejected
  },
  measure: ({ lengths, ages }, { feature, scope, ...range }) => {
    const [chosen, rejected] = { length: lengths, age: ages }[feature] ?? [null, null]
    if (scope === 'CHOSEN') return within(chosen, range)
    if (scope === 'REJECTED') return within(rejected, range)
    return within(chosen === null || rejected === null ? null : chosen - rejected, range)
  },
  subset: ({ subset }, wanted) => typeof subset === 'string' && wanted.includes(subset),
  regime: (pair, wanted) => (wanted as string[]).includes(regimeOf(pair) ?? 'none'),
  preference: (pair, wanted) => (wanted as string[]).includes(preferenceOf(pair) ?? 'none'),
  topic: ({ topics, labels }, wanted) => listed(topics, labels).some((topic) => wanted.includes(topic)),
  discrimination: ({ discriminations, labels }, wanted) =>
    listed(discriminations, labels).some((one) => wanted.includes(one)),
  feature: ({ labels }, { name, scope, values }) => {
    const feature = name === 'sentiment' ? name : `is_${name.replace('is_', '')}`
    const sides = [labels?.chosen, labels?.rejected].map(
      (side) => side?.[feature] !== undefined && values.includes(side[feature]),
    )
    if (scope === 'CHOSEN') return sides[0]
    if (scope === 'REJECTED') return sides[1]
    return scope === 'BOTH' ? sides[0] && sides[1] : sides[0] || sides[1]
  },
  reward: ({ pre, post }, { stage, side, ...range }) =>
    within((stage === 'PRE' ? pre : post)?.[side === 'CHOSEN' ? 0 : 1], range),
  margin: ({ pre, post }, { stage, ...range }) => within(marginOf(stage === 'PRE' ? pre : post), range),
  marginChange: ({ pre, post }, range) => {
    const [before, after] = [marginOf(pre), marginOf(post)]
    return within(before === null || after === null ? null : after - before, range)
  },
  rewardShift: (pair, range) => within(shiftOf(pair), range),
  text: (pair, text) => textOf(pair).includes(text),
  rewritten: ({ rewrite }, wanted) => Boolean(rewrite) === wanted,
}

const matches = (pair: PlainPair, filter: PairFilter): boolean =>
  Object.entries(filter).every(
    ([name, condition]) =>
      condition === null ||
      condition === undefined ||
      (naive[name as keyof PairFilter] as (pair: PlainPair, condition: unknown) => boolean)(pair, condition),
  )

const expectNaive = (pairs: PlainPair[], filter: PairFilter) => {
  const texts = new Map(
    textsIn(filter).map((text) => {
      const rowIds = pairs.filter((pair) => textOf(pair).includes(text)).map(({ rowId }) => rowId)
      // A newer pair than the frame's revision has.
      return [text, Int32Array.from([...rowIds, 99])] as const
    }),
  )
  const found = rowIdsOf(frameOf(pairs, WIDE_TAXONOMY), filter, texts)
  const expected = pairs.filter((pair) => matches(pair, filter)).map(({ rowId }) => rowId)
  expect(found).toEqual(expected.toSorted((a, b) => a - b))
}

describe('select', () => {
  it.each(Object.entries(conditions))('%s alone selects what a naive reading selects', (name, condition) => {
    fc.assert(
      fc.property(plainPairs, condition as fc.Arbitrary<unknown>, (pairs, value) =>
        expectNaive(pairs, { [name]: value }),
      ),
      { numRuns: 200 },
    )
  })

  it('any nesting of conditions selects what a naive reading selects', () => {
    fc.assert(
      fc.property(plainPairs, filters, (pairs, filter) => expectNaive(pairs, filter)),
      { numRuns: 1000 },
    )
  })

  it('selects the same whatever order the pairs come in', () => {
    fc.assert(
      fc.property(plainPairs, filters, (pairs, filter) => {
        expect(rowIdsOf(frameOf(pairs.toReversed()), filter)).toEqual(rowIdsOf(frameOf(pairs), filter))
      }),
    )
  })

  it('takes all pairs without a filter and with an empty one, ascending', () => {
    const frame = frameOf([{ rowId: 7 }, { rowId: 3 }, { rowId: 5 }])
    expect(Array.from(select(frame, null))).toEqual([0, 1, 2])
    expect(Array.from(select(frame, {}))).toEqual([0, 1, 2])
    expect(Array.from(frame.rowIds)).toEqual([3, 5, 7])
  })

  it('a condition on what is missing does not hold, so its negation does', () => {
    const frame = frameOf([{ rowId: 1 }, { rowId: 2, pre: [1, null] }])
    const margin = { stage: 'PRE' as const }
    expect(select(frame, { margin })).toHaveLength(0)
    expect(select(frame, { not: { margin } })).toHaveLength(2)
    expect(Array.from(select(frame, { reward: { ...margin, side: 'CHOSEN' } }))).toEqual([1])
  })

  it('without models and labeler only what needs none can hold', () => {
    const plain: PlainPair = {
      rowId: 1,
      pre: [1, 0],
      post: [1, 0],
      labels: { chosen: { is_harmless: 1, is_helpful: 1 }, rejected: { is_harmless: 1, is_helpful: 1 } },
      topics: [['Arts'], []],
    }
    const all: PairFilter[] = [
      { regime: ['STAYED_ALIGNED'] },
      { preference: ['INDIFFERENT'] },
      { topic: ['Arts'] },
      { feature: { name: 'harmless', scope: 'EITHER', values: [1] } },
      { reward: { stage: 'PRE', side: 'CHOSEN' } },
      { margin: { stage: 'POST' } },
      { rewardShift: {} },
    ]
    const frame = frameOf([plain])
    const count = (filter: PairFilter, of: { pre?: number; post?: number; labeler?: number }) =>
      select(frame, filter, of).length
    for (const filter of all) {
      expect(count(filter, {}), JSON.stringify(filter)).toBe(1)
      expect(count(filter, { pre: -1, post: -1, labeler: -1 }), JSON.stringify(filter)).toBe(0)
    }
    expect(count({ rowId: { gte: 1, lte: 1 } }, { pre: -1, post: -1, labeler: -1 })).toBe(1)
  })

  it('does not know a feature that the taxonomy has not, however deep, labeler or none', () => {
    const filter: PairFilter = {
      or: [{ not: { and: [{ feature: { name: 'harmful', scope: 'EITHER', values: [1] } }] } }],
    }
    for (const labeler of [0, -1]) {
      const frame = frameOf([{ rowId: 1 }])
      expect(() => select(frame, filter, { labeler })).toThrow(NotFound)
      expect(() => select(frame, filter, { labeler })).toThrow(
        'unknown feature "harmful"; known: is_helpful, ',
      )
    }
    const taxonomy = {
      ...WIDE_TAXONOMY,
      features: WIDE_TAXONOMY.features.map((one) => ({ ...one, name: `${one.name}_0` })),
    }
    const ambiguous: PairFilter = { feature: { name: '0', scope: 'BOTH', values: [1] } }
    expect(() => select(frameOf([], taxonomy), ambiguous)).toThrow(InvalidInput)
  })

  it('names the texts that it needs, each once', () => {
    const filter: PairFilter = {
      text: 'a',
      and: [{ text: 'b' }, { or: [{ text: 'a' }, { not: { text: '' } }] }],
      not: { text: 'c', or: null },
    }
    expect(textsIn(filter).toSorted()).toEqual(['', 'a', 'b', 'c'])
    expect(textsIn(null)).toEqual([])
    expect(textsIn(undefined)).toEqual([])
  })
})
