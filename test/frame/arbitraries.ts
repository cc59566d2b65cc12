import fc from 'fast-check'
import type { PairFilter } from '../../src/audit/pair-filter.ts'
import { FEATURE_SCOPES } from '../../src/domain/feature-scope.ts'
import { groupName } from '../../src/domain/group-key.ts'
import { PREFERENCES } from '../../src/domain/preference.ts'
import { REGIMES } from '../../src/domain/regime.ts'
import { SIDES } from '../../src/domain/side.ts'
import { STAGES } from '../../src/domain/stage.ts'
import { type PlainPair, SOURCES } from './make-frame.ts'

/** Few values, so that ties, zero vectors and equal angles are common. */
const reward = fc.oneof({ weight: 6, arbitrary: fc.integer({ min: -2, max: 2 }) }, fc.constant(null))
const rewards = fc.option(fc.tuple(reward, reward), { nil: undefined, freq: 8 })

const bit = fc.constantFrom(0, 1)
const values = fc.record(
  { is_helpful: bit, is_harmless: bit, sentiment: fc.constantFrom(-1, 0, 1), is_eloquent: bit },
  { requiredKeys: [] },
)
const targets = fc.record({ is_helpful: bit, is_harmless: bit })
const label = fc
  .tuple(fc.option(targets, { nil: {}, freq: 4 }), values)
  .map((both) => Object.assign({}, ...both))
const labels = fc.option(
  fc.record({ chosen: label, rejected: label }, { requiredKeys: [] }) as fc.Arbitrary<PlainPair['labels']>,
  { nil: undefined, freq: 5 },
)

const TOPICS = ['Arts', 'Health', 'of no taxonomy']
/** With duplicates. */
const names = (of: string[]) => fc.array(fc.constantFrom(...of), { maxLength: 3 })
const cosine = fc.option(fc.constantFrom(-0.5, 0.25, 0.9, 1), { freq: 5 })

const score = fc.option(fc.constantFrom(-1, 0, 0.5, 2), { freq: 3 })

const numbers = fc.option(fc.tuple(score, score), { nil: undefined, freq: 4 })

const pair = fc.record({
  subset: fc.constantFrom('a', 'b', null),
  group: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined, freq: 3 }),
  tie: fc.option(fc.boolean(), { nil: undefined, freq: 1 }),
  source: fc.constantFrom(...SOURCES.slice(0, 2), null),
  scores: fc.tuple(score, score),
  lengths: numbers,
  ages: numbers,
  pre: rewards,
  post: rewards,
  labels,
  otherLabels: labels,
  topics: fc.tuple(names(TOPICS), names(TOPICS)),
  discriminations: fc.tuple(names(['Age', 'Gender']), names(['Age', 'Gender'])),
  rewrite: fc.option(
    fc.record({
      ...{ pre: rewards, post: rewards, lengths: numbers, ages: numbers },
      ...{ labels, similarity: fc.tuple(cosine, cosine) },
    }),
    { freq: 1 },
  ),
})

/** Pairs with distinct row ids from 0 to 40, in no order. */
export const plainPairs: fc.Arbitrary<PlainPair[]> = fc
  .uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 16 })
  .chain((rowIds) => fc.tuple(...rowIds.map((rowId) => pair.map((rest) => ({ rowId, ...rest })))))

const some = <T>(of: readonly T[]) => fc.uniqueArray(fc.constantFrom(...of), { maxLength: of.length })
const range = (ends: number[]) =>
  fc.record(
    { gte: fc.constantFrom(...ends, null), lte: fc.constantFrom(...ends, null) },
    { requiredKeys: [] },
  )
const ends = [-2, -0.5, 0, 1, 2]
const stage = fc.constantFrom(...STAGES)
const withRange = <T>(rest: fc.Arbitrary<T>, of: number[]) =>
  fc.tuple(rest, range(of)).map(([one, two]) => ({ ...one, ...two }))

const scope = fc.constantFrom(...FEATURE_SCOPES)

const feature = (names: string[], values: number[]) =>
  fc.record({
    name: fc.constantFrom(...names),
    scope: fc.constantFrom(...FEATURE_SCOPES),
    values: some(values),
  })

/** All but that of named slices, which `filters` has with what these stand for. */
type Name = Exclude<keyof PairFilter, 'slice' | 'definition'>

/** One condition each, by its name. */
export const conditions: { [N in Name]-?: fc.Arbitrary<NonNullable<PairFilter[N]>> } = {
  // The nested ones of these stay empty; `filters` nests them.
  and: fc.constant([]),
  or: fc.constant([]),
  not: fc.constant({}),
  rowId: range([0, 5, 12, 20, 40]),
  // Known by their rows.
  pairId: fc.constant([]),
  rowIds: some([0, 1, 5, 12, 99]),
  group: some([...[1n, 2n, 1003n].map(groupName), 'no name']),
  subset: some(['a', 'b', 'of no pair']),
  tie: fc.boolean(),
  attribute: fc.oneof(
    fc.record(
      { name: fc.constant('source'), scope, in: fc.option(some(SOURCES)) },
      { requiredKeys: ['name', 'scope'] },
    ),
    withRange(
      fc.record({ name: fc.constant('score'), scope, in: fc.option(some(['0.5', '2', '-1'])) }),
      ends,
    ),
    fc.record({ name: fc.constantFrom('source', 'score'), scope, isNull: fc.boolean() }),
  ),
  measure: withRange(
    fc.record({
      feature: fc.constantFrom('length', 'age', 'of_no_entry'),
      scope: fc.constantFrom(...SIDES, 'DIFFERENCE' as const),
    }),
    ends,
  ),
  regime: some(REGIMES),
  preference: some(PREFERENCES),
  topic: some([...TOPICS, 'of no pair']),
  discrimination: some(['Age', 'Gender', 'of no pair']),
  feature: fc.oneof(
    {
      weight: 5,
      arbitrary: feature(['is_helpful', 'helpful', 'is_harmless', 'harmless', 'eloquent'], [0, 1]),
    },
    feature(['sentiment'], [-1, 0, 1]),
  ),
  reward: withRange(fc.record({ stage, side: fc.constantFrom(...SIDES) }), ends),
  margin: withRange(fc.record({ stage }), [-4, -1, 0, 0.5, 1, 3]),
  marginChange: range([-4, -1, 0, 0.5, 2]),
  rewardShift: range([-180, -90, -30, 0, 45, 90, 180]),
  text: fc.constantFrom('apple', 'pear', 'of no pair'),
  rewritten: fc.boolean(),
}

const NESTED = ['and', 'or', 'not'] as const
const single = Object.entries(conditions)
  .filter(([name]) => !(NESTED as readonly string[]).includes(name))
  .map(([name, arbitrary]) =>
    (arbitrary as fc.Arbitrary<unknown>).map((condition): PairFilter => ({ [name]: condition })),
  )

/** Filters of some conditions, null ones among them, nested up to three deep. */
export const filters: fc.Arbitrary<PairFilter> = fc.letrec<{ filter: PairFilter }>((tie) => {
  const inner = fc.array(tie('filter'), { maxLength: 3 })
  const one = fc.oneof(...single)
  const leaf = fc.oneof(
    { weight: 6, arbitrary: one },
    { weight: 2, arbitrary: fc.tuple(one, one).map(([a, b]): PairFilter => ({ ...a, ...b })) },
    {
      weight: 1,
      arbitrary: fc.constant<PairFilter>({ and: null, or: null, not: null, text: null, rewritten: null }),
    },
    { weight: 1, arbitrary: fc.constant<PairFilter>({}) },
  )
  return {
    filter: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      leaf,
      inner.map((and): PairFilter => ({ and })),
      inner.map((or): PairFilter => ({ or })),
      tie('filter').map((not): PairFilter => ({ not })),
      tie('filter').map((definition): PairFilter => ({ slice: 'named', definition })),
      fc.tuple(leaf, inner, tie('filter')).map(([own, or, not]): PairFilter => ({ ...own, or, not })),
    ),
  }
}).filter
