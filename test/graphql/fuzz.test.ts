import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PairFilter } from '../../src/audit/pair-filter.ts'
import { DEFAULT_LIMITS } from '../../src/server/limits/limits.ts'
import { databases } from '../databases.ts'
import { type Problem, shared } from './ask.ts'
import { feature, filter, float, int, named, nullable, side, stage, text } from './hostile.ts'
import { ingestVaried } from './varied.ts'

/** Each field apart, so that no error hides another one. */
const QUERY = /* GraphQL */ `
  query Fuzz(
    $name: String!, $id: ID!, $where: PairFilter, $orderBy: PairOrder
    $size: Int, $other: Int, $cursor: String, $rowId: Int!, $bins: Int!, $level: Float!
    $model: String, $labeler: String, $rewriter: String, $feature: String!, $text: String!
    $flip: Flip, $unchanged: Boolean, $by: Dimension!, $stage: Stage!, $side: Side
  ) {
    dataset(name: $name) { name }
    node(id: $id) { id }
    pair: dataset(name: "varied") {
      pair(rowId: $rowId) { rowId aligned(model: $model) preference(labeler: $labeler) chosen { text } }
    }
    label: dataset(name: "varied") {
      pair(rowId: 4) { chosen { reward(model: $text) { score } label { feature(name: $feature) { value } } } }
    }
    forwards: dataset(name: "varied") {
      pairs(where: $where, orderBy: $orderBy, first: $size, after: $cursor) {
        totalCount
        pageInfo { startCursor hasNextPage }
        edges { node { rowId rewardShift { degrees } rewrites { rewardShift(model: $model) { radians } } } }
      }
    }
    backwards: dataset(name: "varied") {
      pairs(where: $where, orderBy: $orderBy, last: $other, before: $cursor) { pageInfo { endCursor } }
    }
    audit: dataset(name: "varied") {
      audit(pre: $model, post: $model, labeler: $labeler, where: $where) {
        coverage { pairs complete rewritten }
        alignmentChange { statistic pValue }
        regimes { prevalence rewardShift { mean circularMean tTest { statistic pValue } } }
        preferences { share alignmentContrast(with: CHOSEN) { difference test { statistic pValue } } }
        prevalence { difference test { statistic pValue } }
        topics { pairs }
        quadrants(stage: $stage) { bothPositive }
      }
    }
    level: dataset(name: "varied") {
      audit(where: $where) { alignment { score confidenceInterval(level: $level) { lower upper } } }
    }
    agreement: dataset(name: "varied") { audit(where: $where) { labelerAgreement(with: $text) { kappa } } }
    breakdown: dataset(name: "varied") {
      audit(where: $where) { breakdown(by: $by, first: $rowId) { key pairs } }
    }
    bins: dataset(name: "varied") {
      audit(where: $where) {
        rewardShift { histogram(bins: $bins) { edges counts } }
        marginDistribution(model: $model, bins: $bins) { edges counts }
        rewardHeatmap(stage: $stage, bins: $bins) { xEdges counts }
      }
    }
    rewriting: dataset(name: "varied") {
      audit(where: $where) {
        rewriting(rewriter: $rewriter) {
          similarity(feature: $feature, flip: $flip, unchanged: $unchanged, side: $side) { mean standardDeviation }
          similarityByShift(bins: $bins) { counts }
        }
      }
    }
    runs: dataset(name: "varied") { runs(first: $rowId) { kind } }
  }
`

const nested = (depth: number, inner: PairFilter): PairFilter => {
  if (depth === 0) return inner
  const rest = nested(depth - 1, inner)
  return depth % 3 === 0 ? { not: rest } : depth % 3 === 1 ? { and: [rest] } : { or: [rest, inner] }
}

const encoded = (value: string) => Buffer.from(value).toString('base64url')
const cursor = fc.oneof(
  text,
  fc
    .tuple(
      fc.constantFrom('ROW_ID', 'REWARD_SHIFT', 'NONSENSE'),
      fc.constantFrom('ASC', 'DESC'),
      nullable(float),
      int,
    )
    .map((place) => encoded(JSON.stringify(place))),
)
const id = fc.oneof(
  text,
  fc
    .tuple(fc.constantFrom('Pair', 'Entry', 'Dataset', 'Run', 'RewardModel', 'Rewriter', 'Nonsense'), text)
    .map(([type, rest]) => Buffer.from(`${type}:${rest}`).toString('base64')),
  fc
    .tuple(int, int, int)
    .map(([dataset, row, variant]) =>
      Buffer.from(`Entry:${dataset}:${row}:${variant}:CHOSEN`).toString('base64'),
    ),
)

const variables = fc.record({
  name: named('varied'),
  id,
  where: nullable(
    fc.oneof(
      { weight: 9, arbitrary: filter },
      { weight: 1, arbitrary: filter.map((inner) => nested(50, inner)) },
    ),
  ),
  orderBy: nullable(
    fc.record({
      by: fc.constantFrom('ROW_ID', 'REWARD_SHIFT', 'PRE_MARGIN', 'POST_MARGIN', 'MARGIN_CHANGE'),
      direction: fc.constantFrom('ASC', 'DESC'),
    }),
  ),
  size: nullable(int),
  other: nullable(int),
  cursor: nullable(cursor),
  rowId: int,
  bins: int,
  level: fc.oneof(float, fc.double({ min: 0, max: 1, noNaN: true })),
  model: nullable(named('pre-model', 'post-model')),
  labeler: nullable(named('labeler', 'control')),
  rewriter: nullable(named('rewriter')),
  feature,
  text: named('control', 'pre-model'),
  flip: nullable(fc.constantFrom('GAINED', 'LOST')),
  unchanged: nullable(fc.boolean()),
  by: fc.constantFrom('SUBSET', 'TOPIC', 'REGIME', 'PREFERENCE', 'DISCRIMINATION'),
  stage,
  side: nullable(side),
})

const CODES = ['INVALID_INPUT', 'NOT_FOUND']

const ENGINES = databases().flatMap((on) => {
  const columns = { name: on.name, on, kind: 'COLUMNS' as const }
  return on.name === 'SQLite' ? [columns] : [columns, { name: 'the SQL engine', on, kind: 'SQL' as const }]
})

describe.each(ENGINES)('any arguments on $name', ({ on, kind }) => {
  const asking = shared(ingestVaried, { on, kind })

  it('get an answer, or an error that says what is wrong with them', { timeout: 300_000 }, async () => {
    const numRuns = on.name === 'SQLite' ? 200 : 80
    let answered = 0
    await fc.assert(
      fc.asyncProperty(variables, async (given) => {
        // More is refused whatever it is.
        fc.pre(Buffer.byteLength(JSON.stringify(given)) < DEFAULT_LIMITS.filter * 0.9)
        const { data, errors = [] } = await asking.answer(QUERY, given)
        if (data === undefined) {
          expect(errors[0].message).toMatch(/MAX_[A-Z]+/)
          return
        }
        answered++
        // Whatever went wrong while it was answered: no defect, and no NaN, which GraphQL itself refuses.
        for (const { message, path, extensions } of errors as Problem[]) {
          expect(CODES, `${path}: ${message}`).toContain(extensions?.code)
        }
      }),
      // The arguments meet one code and two databases: fewer on the second.
      { numRuns, seed: 1 },
    )
    expect(answered).toBeGreaterThan(numRuns / 2)
  })
})
