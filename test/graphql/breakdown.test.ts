import { beforeAll, describe, expect, it } from 'vitest'
import { shared } from './ask.ts'
import { type Plain, readEverything } from './everything.ts'
import { ingestVaried } from './varied.ts'

const asking = shared(ingestVaried)
let everything: Plain[]
beforeAll(async () => {
  everything = await readEverything(asking, 'varied')
})

const METRICS = /* GraphQL */ `
  fragment metrics on Audit {
    coverage { pairs ties prompts preScored postScored bothScored labeled complete rewritten }
    alignment { pairs aligned score }
    before: alignment(stage: PRE) { pairs aligned score }
    regimes { regime pairs prevalence labelerAgreement { agree disagree indifferent } }
    preferences { preference pairs share }
    rewardShift { pairs mean median circularMean }
    topics { key pairs entries }
    prevalence { feature { name } chosen rejected }
    rewriting { pairs keptPairs }
    breakdown(by: REGIME) { key pairs }
  }
`
const BREAKDOWN = /* GraphQL */ `
  query Breakdown($by: Dimension!, $first: Int! = 1000, $where: PairFilter) {
    dataset(name: "varied") {
      audit(where: $where) { breakdown(by: $by, first: $first) { key pairs audit { ...metrics } } }
    }
  }
  ${METRICS}
`
const AUDIT = /* GraphQL */ `
  query Audit($where: PairFilter) { dataset(name: "varied") { audit(where: $where) { ...metrics } } }
  ${METRICS}
`

type Slice = { key: string; pairs: number; audit: { coverage: { pairs: number } } }
const slicesBy = async (variables: object): Promise<Slice[]> =>
  (await asking.ask(BREAKDOWN, variables)).dataset.audit.breakdown

const both = (pair: Plain, kind: 'topics' | 'discriminations') =>
  new Set([...(pair.labels.CHOSEN?.[kind] ?? []), ...(pair.labels.REJECTED?.[kind] ?? [])])
const one = (key: string | null) => new Set(key === null ? [] : [key])

/** The keys of one pair. */
const DIMENSIONS: Record<string, (pair: Plain) => Set<string>> = {
  SUBSET: ({ subset }) => one(subset),
  REGIME: ({ regime }) => one(regime),
  PREFERENCE: ({ preference }) => one(preference),
  TOPIC: (pair) => both(pair, 'topics'),
  DISCRIMINATION: (pair) => both(pair, 'discriminations'),
}

const countBy = (pairs: Plain[], keys: (pair: Plain) => Set<string>) => {
  const counts = new Map<string, number>()
  for (const pair of pairs) for (const key of keys(pair)) counts.set(key, (counts.get(key) ?? 0) + 1)
  const parts = [...counts].map(([key, pairs]) => ({ key, pairs }))
  return parts.sort((a, b) => b.pairs - a.pairs || (a.key < b.key ? -1 : 1))
}

describe.each(Object.entries(DIMENSIONS))('breakdown by %s', (by, keys) => {
  it('has every value with its pairs, largest first', async () => {
    const slices = await slicesBy({ by })
    const expected = countBy(everything, keys)
    expect(expected.length).toBeGreaterThan(1)
    expect(slices.map(({ key, pairs }) => ({ key, pairs }))).toEqual(expected)
    for (const { pairs, audit } of slices) expect(audit.coverage.pairs).toBe(pairs)
    const sum = slices.reduce((total, { pairs }) => total + pairs, 0)
    expect(sum).toBe(everything.reduce((total, pair) => total + keys(pair).size, 0))
  })

  it("a slice's audit is the audit with that filter", async () => {
    for (const { key, audit } of await slicesBy({ by, first: 3 })) {
      const where = { [by.toLowerCase()]: [key] }
      expect((await asking.ask(AUDIT, { where })).dataset.audit).toEqual(audit)
    }
  })

  it("of a slice: the slice's audit has both filters", async () => {
    const where = { rowId: { gte: 20, lte: 120 }, not: { subset: ['helpful'] } }
    const within = everything.filter((p) => p.rowId >= 20 && p.rowId <= 120 && p.subset !== 'helpful')
    const slices = await slicesBy({ by, where })
    expect(slices.map(({ key, pairs }) => ({ key, pairs }))).toEqual(countBy(within, keys))
    for (const { key, audit } of slices.slice(0, 2)) {
      const joined = { and: [where, { [by.toLowerCase()]: [key] }] }
      expect((await asking.ask(AUDIT, { where: joined })).dataset.audit).toEqual(audit)
    }
  })

  it('as many as one asks for', async () => {
    const all = await slicesBy({ by })
    expect(await slicesBy({ by, first: 1 })).toEqual(all.slice(0, 1))
  })
})

describe('breakdown', () => {
  it('of an empty slice is empty', async () => {
    for (const by of Object.keys(DIMENSIONS)) expect(await slicesBy({ by, where: { or: [] } })).toEqual([])
  })
})
