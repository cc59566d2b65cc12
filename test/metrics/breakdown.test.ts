import { describe, expect, it } from 'vitest'
import { InvalidInput } from '../../src/domain/errors.ts'
import { breakdown, DIMENSIONS, type Dimension } from '../../src/metrics/breakdown.ts'
import { discriminations, topics } from '../../src/metrics/topics.ts'
import { frameOf, type PlainPair, rowIdsOf, sliceOf } from '../frame/make-frame.ts'

const [GOOD, BAD] = [
  { is_helpful: 1, is_harmless: 1 },
  { is_helpful: 1, is_harmless: 0 },
]
const labels = { chosen: GOOD, rejected: BAD }

const PAIRS: PlainPair[] = [
  {
    rowId: 1,
    subset: 'b',
    pre: [1, 0],
    post: [1, 0],
    labels,
    topics: [
      ['Arts', 'Arts'],
      ['Arts', 'Health'],
    ],
  },
  { rowId: 2, subset: 'a', pre: [0, 1], post: [1, 0], labels, topics: [['Health'], []] },
  {
    rowId: 3,
    subset: 'a',
    pre: [0, 1],
    post: [1, 0],
    labels: { chosen: BAD, rejected: GOOD },
    topics: [[], ['Health']],
  },
  {
    rowId: 4,
    subset: null,
    pre: [0, 1],
    post: [1, null],
    labels: { chosen: GOOD, rejected: GOOD },
    discriminations: [['Age', 'Age'], []],
  },
  {
    rowId: 5,
    subset: 'c',
    labels: { chosen: {}, rejected: {} },
    topics: [['Zoos'], ['Zoos']],
    discriminations: [['Gender'], ['Age']],
  },
]
const frame = frameOf(PAIRS)
const keys = (by: Dimension, first = 20) =>
  breakdown(sliceOf(frame), by, first).map(({ key, pairs }) => `${key} ${pairs}`)

describe('breakdown', () => {
  it.each<[Dimension, string[]]>([
    ['SUBSET', ['a 2', 'b 1', 'c 1']],
    ['TOPIC', ['Health 3', 'Arts 1', 'Zoos 1']],
    ['REGIME', ['BECAME_ALIGNED 2', 'STAYED_ALIGNED 1']],
    ['PREFERENCE', ['CHOSEN 2', 'INDIFFERENT 1', 'REJECTED 1']],
    ['DISCRIMINATION', ['Age 2', 'Gender 1']],
  ])('by %s: largest first, then by key, and no empty part', (by, expected) => {
    expect(keys(by)).toEqual(expected)
    expect(keys(by, 1)).toEqual(expected.slice(0, 1))
    expect(keys(by, 2)).toEqual(expected.slice(0, 2))
  })

  it('a part is a filter that selects its pairs', () => {
    const parts = (by: Dimension) =>
      breakdown(sliceOf(frame), by, 20).map(({ where }) => rowIdsOf(sliceOf(frame, where)))
    expect(parts('SUBSET')).toEqual([[2, 3], [1], [5]])
    expect(parts('TOPIC')).toEqual([[1, 2, 3], [1], [5]])
    expect(parts('REGIME')).toEqual([[2, 3], [1]])
    expect(parts('PREFERENCE')).toEqual([[1, 2], [4], [3]])
    expect(parts('DISCRIMINATION')).toEqual([[4, 5], [5]])
  })

  it.each(DIMENSIONS)('by %s of nothing has no parts', (by) => {
    expect(breakdown(sliceOf(frameOf([])), by, 20)).toEqual([])
    expect(breakdown(sliceOf(frame, { rowId: { gte: 6 } }), by, 20)).toEqual([])
    const none = breakdown(sliceOf(frame, null, { pre: -1, post: -1, labeler: -1 }), by, 20)
    expect(none.length).toBe(by === 'SUBSET' ? 3 : 0)
  })

  it.each([0, -1, 1001, 1.5, Number.NaN])('does not take first: %d', (first) => {
    expect(() => keys('SUBSET', first)).toThrow(
      new InvalidInput(`invalid first: ${first}; a whole number from 1 to 1000`),
    )
    expect(() => breakdown(sliceOf(frameOf([])), 'TOPIC', first)).toThrow(InvalidInput)
  })

  it('takes first: 1000', () => expect(keys('SUBSET', 1000)).toHaveLength(3))
})

describe('topics and discriminations', () => {
  it('count an entry once and a pair once, however often they are named; most frequent entries first', () => {
    expect(topics(sliceOf(frame))).toEqual([
      { key: 'Health', pairs: 3, entries: 3 },
      { key: 'Arts', pairs: 1, entries: 2 },
      { key: 'Zoos', pairs: 1, entries: 2 },
    ])
    expect(discriminations(sliceOf(frame))).toEqual([
      { key: 'Age', pairs: 2, entries: 2 },
      { key: 'Gender', pairs: 1, entries: 1 },
    ])
  })

  it('of a slice count its pairs only', () => {
    expect(topics(sliceOf(frame, { subset: ['a'] }))).toEqual([{ key: 'Health', pairs: 2, entries: 2 }])
    expect(topics(sliceOf(frame, null, { labeler: 1 }))).toEqual([])
    expect(discriminations(sliceOf(frame, null, { labeler: -1 }))).toEqual([])
  })
})
