import { describe, expect, it } from 'vitest'
import { InvalidInput } from '../../src/domain/errors.ts'
import { DIMENSIONS, type Dimension } from '../../src/metrics/breakdown.ts'
import { frameOf, type PlainPair } from '../frame/make-frame.ts'
import { ask, rowIdsOf, type Slice, sliceOf } from './asking.ts'

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
const breakdown = (slice: Slice, by: Dimension, first = 20) => ask(slice, 'breakdown', { by, first })
const keys = async (by: Dimension, first?: number) =>
  (await breakdown(sliceOf(frame), by, first)).map(({ key, pairs }) => `${key} ${pairs}`)

describe('breakdown', () => {
  it.each<[Dimension, string[]]>([
    ['SUBSET', ['a 2', 'b 1', 'c 1']],
    ['TOPIC', ['Health 3', 'Arts 1', 'Zoos 1']],
    ['REGIME', ['BECAME_ALIGNED 2', 'STAYED_ALIGNED 1']],
    ['PREFERENCE', ['CHOSEN 2', 'INDIFFERENT 1', 'REJECTED 1']],
    ['DISCRIMINATION', ['Age 2', 'Gender 1']],
  ])('by %s: largest first, then by key, and no empty part', async (by, expected) => {
    expect(await keys(by)).toEqual(expected)
    expect(await keys(by, 1)).toEqual(expected.slice(0, 1))
    expect(await keys(by, 2)).toEqual(expected.slice(0, 2))
  })

  it('a part is a filter that selects its pairs', async () => {
    const parts = async (by: Dimension) =>
      (await breakdown(sliceOf(frame), by)).map(({ where }) => rowIdsOf(sliceOf(frame, where)))
    expect(await parts('SUBSET')).toEqual([[2, 3], [1], [5]])
    expect(await parts('TOPIC')).toEqual([[1, 2, 3], [1], [5]])
    expect(await parts('REGIME')).toEqual([[2, 3], [1]])
    expect(await parts('PREFERENCE')).toEqual([[1, 2], [4], [3]])
    expect(await parts('DISCRIMINATION')).toEqual([[4, 5], [5]])
  })

  it.each(DIMENSIONS)('by %s of nothing has no parts', async (by) => {
    expect(await breakdown(sliceOf(frameOf([])), by)).toEqual([])
    expect(await breakdown(sliceOf(frame, { rowId: { gte: 6 } }), by)).toEqual([])
    const none = await breakdown(sliceOf(frame, null, { pre: -1, post: -1, labeler: -1 }), by)
    expect(none.length).toBe(by === 'SUBSET' ? 3 : 0)
  })

  it.each([0, -1, 1001, 1.5, Number.NaN])('does not take first: %d', async (first) => {
    await expect(keys('SUBSET', first)).rejects.toThrow(
      new InvalidInput(`invalid first: ${first}; a whole number from 1 to 1000`),
    )
    await expect(breakdown(sliceOf(frameOf([])), 'TOPIC', first)).rejects.toThrow(InvalidInput)
  })

  it('takes first: 1000', async () => expect(await keys('SUBSET', 1000)).toHaveLength(3))
})

describe('topics and discriminations', () => {
  it('count an entry once and a pair once, however often they are named; most frequent entries first', async () => {
    expect(await ask(sliceOf(frame), 'topics', {})).toEqual([
      { key: 'Health', pairs: 3, entries: 3 },
      { key: 'Arts', pairs: 1, entries: 2 },
      { key: 'Zoos', pairs: 1, entries: 2 },
    ])
    expect(await ask(sliceOf(frame), 'discriminations', {})).toEqual([
      { key: 'Age', pairs: 2, entries: 2 },
      { key: 'Gender', pairs: 1, entries: 1 },
    ])
  })

  it('of a slice count its pairs only', async () => {
    expect(await ask(sliceOf(frame, { subset: ['a'] }), 'topics', {})).toEqual([
      { key: 'Health', pairs: 2, entries: 2 },
    ])
    expect(await ask(sliceOf(frame, null, { labeler: 1 }), 'topics', {})).toEqual([])
    expect(await ask(sliceOf(frame, null, { labeler: -1 }), 'discriminations', {})).toEqual([])
  })
})
