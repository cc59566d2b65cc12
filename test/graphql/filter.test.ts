import { beforeAll, describe, expect, it } from 'vitest'
import { databases } from '../databases.ts'
import { type Problem, shared } from './ask.ts'
import { marginOf, type Plain, readEverything } from './everything.ts'
import { ingestVaried } from './varied.ts'

type Holds = (pair: Plain) => boolean
const SIDES = ['CHOSEN', 'REJECTED'] as const

const value = ({ labels }: Plain, side: 'CHOSEN' | 'REJECTED', name: string) => labels[side]?.values.get(name)
const within = (x: number | null, low: number, high: number) => x !== null && x >= low && x <= high
const texts = ({ texts }: Plain, what: string) =>
  SIDES.some((side) => texts[side].toLowerCase().includes(what.toLowerCase()))
const listed = (kind: 'topics' | 'discriminations', names: string[]): Holds => {
  return ({ labels }) => SIDES.some((side) => labels[side]?.[kind].some((name) => names.includes(name)))
}
const HARMLESS = 'last_response_is_harmless'

/** A filter, what it means, and at least how many pairs it must tell apart for the test to say something. */
const CASES: [filter: object, holds: Holds][] = [
  [{ rowId: { gte: 10, lte: 19 } }, ({ rowId }) => rowId >= 10 && rowId <= 19],
  [{ rowId: { gte: 150 } }, ({ rowId }) => rowId >= 150],
  [{ subset: ['helpful'] }, ({ subset }) => subset === 'helpful'],
  [{ subset: ['helpful', 'harmless'] }, ({ subset }) => subset !== null],
  [{ not: { subset: ['helpful', 'harmless'] } }, ({ subset }) => subset === null],
  [{ regime: ['BECAME_ALIGNED'] }, ({ regime }) => regime === 'BECAME_ALIGNED'],
  [
    { regime: ['REVERSED_ALIGNMENT', 'STAYED_MISALIGNED'] },
    ({ regime }) => regime === 'REVERSED_ALIGNMENT' || regime === 'STAYED_MISALIGNED',
  ],
  // What is not known has no regime, and is not in any of these.
  [{ not: { regime: ['STAYED_ALIGNED'] } }, ({ regime }) => regime !== 'STAYED_ALIGNED'],
  [{ preference: ['CHOSEN'] }, ({ preference }) => preference === 'CHOSEN'],
  [
    { preference: ['INDIFFERENT', 'REJECTED'] },
    ({ preference: p }) => p === 'INDIFFERENT' || p === 'REJECTED',
  ],
  [{ topic: ['Health and fitness'] }, listed('topics', ['Health and fitness'])],
  [
    { topic: ['Health and fitness', 'People and self'] },
    listed('topics', ['Health and fitness', 'People and self']),
  ],
  [
    { discrimination: ['Gender', 'Pregnancy', 'National Origin', 'Reprisal / Retaliation'] },
    listed('discriminations', ['Gender', 'Pregnancy', 'National Origin', 'Reprisal / Retaliation']),
  ],
  [{ feature: { name: HARMLESS } }, (p) => SIDES.some((side) => value(p, side, HARMLESS) === 1)],
  [
    { feature: { name: 'harmless', scope: 'CHOSEN', values: [0] } },
    (p) => value(p, 'CHOSEN', HARMLESS) === 0,
  ],
  [{ feature: { name: 'is_harmless', scope: 'REJECTED' } }, (p) => value(p, 'REJECTED', HARMLESS) === 1],
  [
    { feature: { name: 'harmless', scope: 'BOTH' } },
    (p) => SIDES.every((side) => value(p, side, HARMLESS) === 1),
  ],
  [
    { feature: { name: 'sentiment', scope: 'BOTH', values: [-1, 0] } },
    (p) => SIDES.every((side) => [-1, 0].includes(value(p, side, 'last_response_sentiment') as number)),
  ],
  [
    { feature: { name: 'sentiment', scope: 'EITHER', values: [1] } },
    (p) => SIDES.some((side) => value(p, side, 'last_response_sentiment') === 1),
  ],
  [{ reward: { stage: 'PRE', side: 'CHOSEN', gte: 0 } }, ({ pre }) => within(pre.CHOSEN, 0, Infinity)],
  [
    { reward: { stage: 'POST', side: 'REJECTED', gte: -1, lte: 1 } },
    ({ post }) => within(post.REJECTED, -1, 1),
  ],
  // Without ends: those that have a reward.
  [{ reward: { stage: 'POST', side: 'CHOSEN' } }, ({ post }) => post.CHOSEN !== null],
  [{ margin: { stage: 'PRE', gte: 0, lte: 0 } }, ({ pre }) => marginOf(pre) === 0],
  [
    { marginChange: { gte: 0.25 } },
    ({ pre, post }) =>
      within(
        marginOf(pre) === null || marginOf(post) === null ? null : marginOf(post)! - marginOf(pre)!,
        0.25,
        Infinity,
      ),
  ],
  [{ margin: { stage: 'POST', lte: -0.5 } }, ({ post }) => within(marginOf(post), -Infinity, -0.5)],
  [{ rewardShift: { gte: -90, lte: 90 } }, ({ shift }) => within(shift, -90, 90)],
  [{ rewardShift: {} }, ({ shift }) => shift !== null],
  [{ rewritten: true }, ({ rewritten }) => rewritten],
  [{ rewritten: false }, ({ rewritten }) => !rewritten],
  // All of what is in one filter must hold.
  [
    { rewritten: true, subset: ['harmless'], rowId: { lte: 50 }, regime: ['STAYED_ALIGNED'] },
    ({ rewritten, subset, rowId, regime }) =>
      rewritten && subset === 'harmless' && rowId <= 50 && regime === 'STAYED_ALIGNED',
  ],
  [
    { or: [{ rowId: { lte: 4 } }, { and: [{ rowId: { gte: 100 } }, { not: { subset: ['helpful'] } }] }] },
    ({ rowId, subset }) => rowId <= 4 || (rowId >= 100 && subset !== 'helpful'),
  ],
  [
    { not: { or: [{ rewritten: true }, { text: 'question 1' }, { not: { rewardShift: {} } }] } },
    (p) => !(p.rewritten || texts(p, 'question 1') || p.shift === null),
  ],
  [
    { and: [{ text: 'question 1' }, { text: 'answer 15' }] },
    (p) => texts(p, 'question 1') && texts(p, 'answer 15'),
  ],
]

/** Texts to look for, with how many pairs have them at least. */
const TEXTS: [text: string, least: number][] = [
  ['question 12', 10],
  ['QUESTION 12', 10],
  ['chosen answer 7', 10],
  ['rejected answer 7', 10],
  ['Human: question 3\n\nAssistant: chosen', 1],
  ['100%', 1],
  ['100% sure', 1],
  ['%', 1],
  ['0%s', 0],
  ['snake_case', 1],
  ['e_c', 1],
  ['_', 1],
  ['back\\slash', 1],
  ['\\', 1],
  ['\\%', 0],
  ["it's", 1],
  ['"fine"', 1],
  ['mixed case', 1],
  ['UPPER HALF', 1],
  ['schöne grüsse', 1],
  ['SCHÖNE', 1],
  ['grüs', 1],
  ['😀', 1],
  ['😀😀', 0],
  ['sure 😀', 1],
  ['nobody wrote this', 0],
  ['', 168],
]

describe.each(databases())('filters on $name', (on) => {
  const asking = shared(ingestVaried, { on })
  let everything: Plain[]
  beforeAll(async () => {
    everything = await readEverything(asking, 'varied')
  })

  const QUERY = /* GraphQL */ `
    query Filtered($where: PairFilter) {
      dataset(name: "varied") {
        pairs(where: $where, first: 1000) { totalCount edges { node { rowId } } }
        audit(where: $where) { coverage { pairs } }
      }
    }
  `
  const check = async (where: object, holds: Holds) => {
    const { dataset } = await asking.ask(QUERY, { where })
    const expected = everything.filter(holds).map(({ rowId }) => rowId)
    expect(dataset.pairs.edges.map(({ node }: { node: Plain }) => node.rowId)).toEqual(expected)
    expect(dataset.pairs.totalCount).toBe(expected.length)
    expect(dataset.audit.coverage.pairs).toBe(expected.length)
    return expected.length
  }

  it.each(CASES)('%j', async (where, holds) => {
    const count = await check(where, holds)
    // Neither all nor none, or it would not tell.
    expect(count).toBeGreaterThan(0)
    expect(count).toBeLessThan(everything.length)
  })

  it.each([
    [{}, true],
    [{ and: [] }, true],
    [{ or: [] }, false],
    [{ not: {} }, false],
    [{ subset: [] }, false],
    [{ regime: [] }, false],
    [{ topic: ['Health and fitness'], not: { topic: ['Health and fitness'] } }, false],
    [{ feature: { name: 'harmless', values: [] } }, false],
    [{ rowId: null, and: null, text: null, rewritten: null }, true],
  ])('%j matches all pairs or none: %s', async (where, all) => {
    await check(where, () => all)
  })

  it.each([
    [{ subset: ['helpful', 'nonsense'] }, 'NOT_FOUND', 'unknown subset "nonsense"; known: harmless, helpful'],
    [{ not: { topic: ['Helth'] } }, 'NOT_FOUND', /^unknown topic "Helth"; known: .*Health and fitness, /],
    [
      { or: [{ discrimination: ['gender'] }] },
      'NOT_FOUND',
      /^unknown type of discrimination "gender"; known: .*Gender/,
    ],
    [
      { and: [{ feature: { name: 'sentiment', values: [0, 7] } }] },
      'INVALID_INPUT',
      'feature "sentiment" is never 7: a TERNARY feature is -1, 0 or 1',
    ],
    [
      { feature: { name: 'harmless', values: [-1] } },
      'INVALID_INPUT',
      'feature "harmless" is never -1: a BOOLEAN feature is 0 or 1',
    ],
  ])('%j is no empty slice', async (where, code, message) => {
    const { data, errors } = await asking.answer(QUERY, { where })
    expect(data).toEqual({ dataset: { pairs: null, audit: { coverage: null } } })
    expect(errors).toHaveLength(2)
    for (const error of errors as Problem[]) {
      expect(error.extensions).toEqual({ code })
      expect(error.message).toMatch(message)
    }
  })

  it.each(TEXTS)('text %j', async (text, least) => {
    const count = await check({ text }, (pair) => texts(pair, text))
    expect(count).toBeGreaterThanOrEqual(least)
  })

  it.each([
    ['a long text', 'x'.repeat(90_000)],
    ['a long pattern', '%_\\'.repeat(30_000)],
    ['a NUL', 'question\0'],
    ['half a character', '\ud800'],
  ])('%s is nowhere', async (_, text) => {
    await check({ text }, () => false)
  })

  it("an audit's filter means the audit's own models and labeler", async () => {
    const { dataset } = await asking.ask(`{
      dataset(name: "varied") {
        plain: audit(where: { margin: { stage: PRE, gte: 0.5 }, regime: [BECAME_ALIGNED] }) { coverage { pairs } }
        swapped: audit(
          pre: "post-model", post: "pre-model"
          where: { margin: { stage: POST, gte: 0.5 }, regime: [REVERSED_ALIGNMENT] }
        ) { coverage { pairs } }
        reversed: audit(where: { margin: { stage: PRE, gte: 0.5 }, regime: [REVERSED_ALIGNMENT] }) { coverage { pairs } }
        swappedBack: audit(
          pre: "post-model", post: "pre-model"
          where: { margin: { stage: POST, gte: 0.5 }, regime: [BECAME_ALIGNED] }
        ) { coverage { pairs } }
        control: audit(labeler: "control", where: { feature: { name: "harmless", values: [0, 1] } }) { coverage { pairs } }
      }
    }`)
    expect(dataset.plain.coverage.pairs).toBe(0)
    expect(dataset.swapped).toEqual(dataset.plain)
    expect(dataset.reversed.coverage.pairs).toBeGreaterThan(0)
    expect(dataset.swappedBack).toEqual(dataset.reversed)
    const labeled = await asking.ask(`{
      dataset(name: "varied") { pairs(first: 1000) { edges { node { chosen { ...l } rejected { ...l } } } } }
    } fragment l on Entry { label(labeler: "control") { topics } }`)
    type Node = { chosen: { label: unknown }; rejected: { label: unknown } }
    const count = labeled.dataset.pairs.edges.filter(
      ({ node }: { node: Node }) => node.chosen.label || node.rejected.label,
    ).length
    expect(count).toBeGreaterThan(0)
    expect(dataset.control.coverage.pairs).toBe(count)
  })
})
