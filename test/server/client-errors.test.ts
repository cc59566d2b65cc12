import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openEngine } from '../../src/engine/engine.ts'
import { openApi } from '../../src/server/api.ts'
import { DEFAULT_SAFETY } from '../../src/server/safety.ts'
import { ingestSealSmall, type Problem, post, shared } from '../graphql/ask.ts'

const api = shared(ingestSealSmall)
const logged = vi.spyOn(console, 'error')
beforeEach(() => logged.mockReset().mockReturnValue())

const ofSlice = (type: string, where: string) =>
  `query ($w: ${type}) { dataset(name: "seal-small") { audit(where: ${where}) { alignment { score } } } }`
const FILTER = ofSlice('PairFilter', '$w')
const DEFERRED = FILTER.replace('audit', '... @defer { audit').replace('score }', 'score } }')
const WATCH = 'subscription ($w: String!) { datasetRevised(name: $w) { name } }'
const S = 'MY-SECRET'
const invalid = (value: string, place: string) => `Variable "$w" got invalid value ${value}${place}; `

describe('variables that do not fit', () => {
  const cases: [query: string, w: unknown, message: string][] = [
    [FILTER, { rowId: { gte: S } }, invalid(`"${S}"`, ' at "w.rowId.gte"')],
    [FILTER, { rowId: { lte: 3e9 } }, invalid('3000000000', ' at "w.rowId.lte"')],
    [FILTER, { rewardShift: { gte: S } }, invalid(`"${S}"`, ' at "w.rewardShift.gte"')],
    [FILTER, { and: [{}, { not: { regime: [S] } }] }, invalid(`"${S}"`, ' at "w.and[1].not.regime[0]"')],
    [FILTER, { rewritten: S }, invalid(`"${S}"`, ' at "w.rewritten"')],
    [FILTER, { [S]: 1 }, invalid('{ MY-SECRET: 1 }', '')],
    [FILTER, S, invalid(`"${S}"`, '')],
    [ofSlice('[PairFilter!]', '{ or: $w }'), [null], invalid('null', ' at "w[0]"')],
    [
      ofSlice('FeatureFilter!', '{ feature: $w }'),
      { name: 'a', values: [S] },
      invalid(`"${S}"`, ' at "w.values[0]"'),
    ],
    [ofSlice('FeatureFilter!', '{ feature: $w }'), undefined, 'Variable "$w" of required type'],
    [ofSlice('FeatureFilter!', '{ feature: $w }'), null, 'Variable "$w" of non-null type'],
    ['query ($w: ID!) { node(id: $w) { id } }', { a: S }, invalid('{ a: "MY-SECRET" }', '')],
    ['query ($w: Boolean!) { datasets { name @skip(if: $w) } }', S, invalid(`"${S}"`, '')],
    [DEFERRED, { rowId: { gte: S } }, invalid(`"${S}"`, ' at "w.rowId.gte"')],
    [WATCH, [S], invalid('["MY-SECRET"]', '')],
  ]

  it.each(cases)('%s with %j', async (query, w, message) => {
    for (const [accept, status] of [
      ['application/graphql-response+json', 400],
      ['application/json', 200],
    ] as const) {
      const response = await post(api.yoga, { query, variables: { w } }, { accept })
      const { errors, ...rest } = await response.json()
      expect([response.status, rest]).toEqual([status, {}])
      expect((errors as Problem[]).map(({ extensions }) => extensions)).toContainEqual({
        code: 'BAD_USER_INPUT',
      })
      expect(errors[0].message).toContain(message)
      expect(errors[0].locations).toHaveLength(1)
    }
    expect(logged).not.toHaveBeenCalled()
  })

  it.each([
    [FILTER, 'multipart/mixed'],
    [WATCH, 'text/event-stream'],
  ])('%s, asked for as %s', async (query, accept) => {
    const answer = await (await post(api.yoga, { query, variables: { w: [S] } }, { accept })).text()
    expect(answer).toContain('"code":"BAD_USER_INPUT"')
    expect(logged).not.toHaveBeenCalled()
  })

  it.each(['tables/seal-small/table-1.csv', 'figures/seal-small/regimes.svg'])('%s', async (address) => {
    const where = JSON.stringify({ rowId: { gte: S } })
    const response = await api.yoga.fetch(`http://test/${address}?${new URLSearchParams({ where })}`)
    expect([response.status, (await response.json()).code]).toEqual(
      address.startsWith('tables') ? [400, 'INVALID_INPUT'] : [404, 'NOT_FOUND'],
    )
    expect(logged).not.toHaveBeenCalled()
  })
})

describe('arguments that only execution can refuse', () => {
  it.each([
    [
      'query ($w: Int = 5) { dataset(name: "seal-small") { audit { marginDistribution(bins: $w) { counts } } } }',
      ['dataset', 'audit', 'marginDistribution'],
    ],
    ['query ($w: Boolean = true) { dataset(name: "seal-small") { name @include(if: $w) } }', ['dataset']],
    ['subscription ($w: String = "x") { datasetRevised(name: $w) { name } }', ['datasetRevised']],
  ])('%s', async (query, path) => {
    const { errors } = await api.answer(query, { w: null })
    expect(errors).toMatchObject([{ path, extensions: { code: 'BAD_USER_INPUT' } }])
    expect(errors[0].message).toContain('must not be null')
    expect(logged).not.toHaveBeenCalled()
  })
})

describe('without introspection', () => {
  let closed: ReturnType<typeof openApi>
  beforeAll(() => {
    const safety = { ...DEFAULT_SAFETY, introspection: false }
    closed = openApi(api.url, openEngine(api.url, { workers: 1 }), { safety })
  })
  afterAll(() => closed.close())
  const HINT = /did you mean/i

  it.each<[what: string, query: string, w?: unknown]>([
    ['fields', '{ dataset(name: "seal-small") { nam } }'],
    ['fields of another type', '{ node(id: "") { pairCount } }'],
    ['arguments', '{ dataset(nam: "seal-small") { name } }'],
    ["a directive's arguments", '{ datasets { name @skip(i: true) } }'],
    ['types', 'fragment F on Datase { name } { datasets { ...F } }'],
    ['types of variables', 'query ($w: PairFilte) { datasets { pairs(where: $w) { totalCount } } }'],
    ['enum values', '{ datasets { pairs(where: { regime: [REVERSED_ALIGNMEN] }) { totalCount } } }'],
    [
      'enum values in place of texts',
      '{ datasets { pairs(where: { regime: ["REVERSED_ALIGNMEN"] }) { totalCount } } }',
    ],
    ['input fields', '{ datasets { pairs(where: { regim: [] }) { totalCount } } }'],
    ["variables' fields", FILTER, { regim: [] }],
    ["variables' enum values", FILTER, { regime: ['REVERSED_ALIGNMEN'] }],
  ])('suggests no %s', async (_, query, w) => {
    const told = await api.answer(query, { w })
    const { errors } = await (await post(closed.yoga, { query, variables: { w } })).json()
    const messages = (problems: Problem[]) =>
      problems.map(({ message }) => message.replace(/ Did you mean .*/, ''))
    expect(messages(errors)).toEqual(messages(told.errors))
    expect(JSON.stringify(told.errors)).toMatch(HINT)
    expect(JSON.stringify(errors)).not.toMatch(HINT)
  })

  it('suggests none in parameters', async () => {
    const address = `http://test/tables/seal-small/flips.csv?${new URLSearchParams({ where: '{"regim": []}' })}`
    const told = async ({ yoga }: Pick<typeof closed, 'yoga'>) => (await yoga.fetch(address)).text()
    expect([HINT.test(await told(api)), HINT.test(await told(closed))]).toEqual([true, false])
  })
})
