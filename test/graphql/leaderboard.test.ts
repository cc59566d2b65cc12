import { describe, expect, it } from 'vitest'
import { SEAL_TAXONOMY } from '../../src/domain/seal-taxonomy.ts'
import type { EngineKind } from '../../src/engine/engine.ts'
import type { Context } from '../../src/pipeline/ingest.ts'
import { ensureDataset } from '../../src/store/catalog.ts'
import { ensureImportedModel } from '../../src/store/imported-model.ts'
import { writePairs } from '../../src/store/write/pairs.ts'
import { writeRewards } from '../../src/store/write/rewards.ts'
import { databases } from '../databases.ts'
import { expectAgree } from '../golden/agree.ts'
import { type GoldenBoard, leaderboards } from '../golden/leaderboard.ts'
import { shared } from './ask.ts'

type Plain = {
  prompt?: number | string
  subset?: string | null
  tie?: boolean
  rewards: Record<string, number | null>
}

/** Writes pairs by their rows, each with the margins (null: none) that models give it. */
const writeDataset = async (context: Context, name: string, pairs: readonly Plain[]) => {
  const { connection } = context
  const dataset = await ensureDataset(context, name, { fallback: SEAL_TAXONOMY })
  const rows = pairs.map(({ prompt, subset = null, tie }, rowId) => ({
    ...{ rowId, subset, tie, group: `${prompt ?? `own ${rowId}`}` },
    chosen: `\n\nHuman: ${rowId}?\n\nAssistant: Yes.`,
    rejected: `\n\nHuman: ${rowId}?\n\nAssistant: No.`,
  }))
  await connection.transaction('write', () => writePairs(connection, dataset.id, rows))
  for (const model of new Set(pairs.flatMap(({ rewards }) => Object.keys(rewards)))) {
    const modelId = await ensureImportedModel(context, dataset, { model, stage: 'POST' })
    const scored = pairs.flatMap(({ rewards }, rowId) =>
      typeof rewards[model] === 'number' ? [{ rowId, chosen: rewards[model], rejected: 0 }] : [],
    )
    await writeRewards(connection, { datasetId: dataset.id, modelId }, scored)
  }
}

const { data, models, answers, published } = leaderboards

const goldenPairs = (prompts: readonly number[]): Plain[] =>
  prompts.map((prompt, row) => ({
    prompt,
    subset: data.subset[row],
    tie: data.tie[row],
    rewards: Object.fromEntries(
      Object.entries(models).map(([name, { chosen, rejected }]) => [
        name,
        chosen[row] === null ? null : chosen[row] - (rejected[row] as number),
      ]),
    ),
  }))

const repeated = (pairs: number, rewards: Plain['rewards']): Plain[] =>
  Array.from({ length: pairs }, () => ({ rewards }))

/** Two models, of which so many pairs are aligned with one alone. */
const apart = ([a, b]: readonly [number, number]): Plain[] => [
  ...repeated(a, { a: 1, b: -1 }),
  ...repeated(b, { a: -1, b: 1 }),
  ...repeated(100, { a: 1, b: 1 }),
]

/** Each model a little worse than the one before: neighbours can't be told apart, those two steps apart can. */
const CHAIN = Array.from({ length: 100 }, (_, row) => ({
  rewards: Object.fromEntries(
    ['e', 'd', 'c', 'b', 'a'].map((name, step) => [name, row < 95 - 4 * step ? 1 : -1]),
  ),
}))

const SMALL: Record<string, Plain[]> = {
  chain: CHAIN,
  unscored: [],
  // What one has scored the other has not.
  disjoint: [...repeated(3, { a: 1 }), ...repeated(2, { b: 1 })],
  tied: [
    { prompt: 'p', tie: true, rewards: { a: 1, b: 1 } },
    { prompt: 'p', rewards: { a: 1, b: -1 } },
    { prompt: 'p', rewards: { a: -1, b: 1 } },
    { prompt: 'q', rewards: { a: 1, b: -1 } },
    { prompt: 'q', rewards: { a: -1, b: 1 } },
  ],
}

const fill = async (context: Context) => {
  for (const group of Object.keys(answers)) await writeDataset(context, group, goldenPairs(data[group]))
  for (const { only } of published) await writeDataset(context, only.join(), apart(only))
  for (const [name, pairs] of Object.entries(SMALL)) await writeDataset(context, name, pairs)
}

type Interval = { lower: number; upper: number } | null
type Alignment = {
  pairs: number
  prompts: number
  aligned: number
  designEffect: number | null
  ties: number
  confidenceInterval: Interval
}
type Named = { name: string }
type Row = {
  model: Named
  scored: number
  alignment: Alignment
  tier: number
  worstSlice: { key: string; audit: { alignment: { pairs: number } } } | null
  worstAlignment: Alignment | null
  sliceMean: number | null
  behindBest: { second: Named } | null
}
type Comparison = {
  first: Named
  second: Named
  onlyFirst: number
  onlySecond: number
  difference: {
    estimate: number | null
    standardError: number | null
    statistic: number | null
    pValue: number | null
    confidenceInterval: Interval
  }
  pValue: number | null
  adjustedPValue: number | null
  reason: string | null
}
type Board = { pairs: number; prompts: number; rows: Row[]; comparisons: Comparison[]; reason: string | null }

const ALIGNMENT =
  '{ pairs prompts aligned designEffect ties score confidenceInterval { lower upper } reason }'
const BOARD = `{
  pairs prompts reason
  rows {
    model { name } scored tier sliceMean behindBest { second { name } } alignment ${ALIGNMENT} worstAlignment ${ALIGNMENT}
    worstSlice { key pairs where audit { alignment { pairs } } }
  }
  comparisons(of: $of) {
    first { name } second { name } onlyFirst onlySecond pValue adjustedPValue reason
    difference { estimate standardError statistic pValue confidenceInterval { lower upper } }
  }
}`

const shareOf = ({ pairs, prompts, aligned, designEffect, confidenceInterval: interval }: Alignment) => ({
  ...{ pairs, prompts, aligned, designEffect, interval: interval && { ...interval } },
})

/** As R's file has it. */
const plain = ({ rows, comparisons }: Board): Omit<GoldenBoard, 'options'> => ({
  rows: rows.map(({ model, scored, alignment, tier, worstSlice, worstAlignment, sliceMean }) => ({
    ...{ model: model.name, scored, tier, worst: worstSlice!.key, sliceMean: sliceMean! },
    alignment: shareOf(alignment),
    worstAlignment: shareOf(worstAlignment!),
  })),
  comparisons: comparisons.map(({ first, second, difference, reason: _, ...comparison }) => {
    const { estimate, standardError, statistic, pValue, confidenceInterval: interval } = difference
    const test = interval && { standardError, statistic, pValue, ...interval }
    return {
      ...comparison,
      first: first.name,
      second: second.name,
      difference: { estimate, test } as GoldenBoard['comparisons'][number]['difference'],
    }
  }),
})

const [SQLITE, POSTGRESQL] = databases()
const engines: { kind: EngineKind; on: typeof SQLITE }[] = [{ kind: 'COLUMNS', on: SQLITE }]
if (POSTGRESQL) engines.push({ kind: 'COLUMNS', on: POSTGRESQL }, { kind: 'SQL', on: POSTGRESQL })

describe.each(engines.map((one) => ({ ...one, where: `${one.kind} on ${one.on.name}` })))(
  'a leaderboard by $where',
  ({ kind, on }) => {
    const api = shared(fill, { on, kind })
    const QUERY = `query ($name: String!, $models: [String!], $of: [String!], $where: PairFilter, $by: [SliceBy!], $options: ComparisonOptions) {
      dataset(name: $name) { leaderboard(models: $models, where: $where, by: $by, options: $options) ${BOARD} }
    }`
    const boardOf = async (name: string, args: object = {}): Promise<Board> =>
      (await api.ask(QUERY, { name, ...args })).dataset.leaderboard

    it.each(
      Object.entries(answers).flatMap(([group, boards]) =>
        boards.map((golden) => [group, golden.options.errors, golden] as const),
      ),
    )(
      'of pairs by %s prompts, with errors %s, has the numbers of R',
      async (group, _, { options, ...golden }) => {
        const board = await boardOf(group, { options, by: [{ dimension: 'SUBSET' }] })
        expectAgree(plain(board), golden)
      },
    )

    it.each(published.map(({ only, pValue }) => [only, pValue] as const))(
      'has the p-value of published counts of pairs on which one model alone is aligned: %s',
      async (only, pValue) => {
        const { comparisons } = await boardOf(only.join())
        const [{ onlyFirst, onlySecond }] = comparisons
        expect([onlyFirst, onlySecond]).toEqual(only)
        expectAgree({ pValue: comparisons[0].pValue }, { pValue })
      },
    )

    it('rounds them to what was published', () => {
      expect(published.map(({ pValue }) => pValue.toFixed(3))).toEqual(['1.000', '0.410', '0.894', '0.136'])
    })

    it('begins a tier with the first model that is significantly worse than the best of the tier before', async () => {
      const tiers = async (options: object) =>
        (await boardOf('chain', { options })).rows.map(({ model, tier }) => `${model.name}${tier}`)
      // 0.125 each step, 0.0078 two, 0.0005 three, 0.00003 four.
      expect(await tiers({ correction: 'NONE' })).toEqual(['e1', 'd1', 'c2', 'b2', 'a3'])
      expect(await tiers({ correction: 'NONE', level: 0.99 })).toEqual(['e1', 'd1', 'c2', 'b2', 'a3'])
      expect(await tiers({ correction: 'BONFERRONI', level: 0.99 })).toEqual(['e1', 'd1', 'c1', 'b2', 'a2'])
      expect(await tiers({ correction: 'NONE', level: 0.8 })).toEqual(['e1', 'd2', 'c3', 'b4', 'a5'])
    })

    it('has one model alone, each once, and equal ones by name', async () => {
      const one = await boardOf('chain', { models: ['c', 'c'] })
      expect(one.rows.map(({ model, tier }) => [model.name, tier])).toEqual([['c', 1]])
      expect(one.comparisons).toEqual([])
      const { rows, comparisons } = await boardOf('chain', {
        models: ['d', 'e', 'b'],
        where: { rowId: { lte: 50 } },
      })
      expect(rows.map(({ model }) => model.name)).toEqual(['b', 'd', 'e'])
      expect(comparisons.map(({ first, second }) => first.name + second.name)).toEqual(['bd', 'be', 'de'])
      expect(rows.map(({ behindBest }) => behindBest?.second.name)).toEqual([undefined, 'd', 'e'])
      const { comparisons: all } = await boardOf('chain')
      const { comparisons: some } = await boardOf('chain', { of: ['c', 'e', 'd'] })
      expect(some.map(({ first, second }) => first.name + second.name)).toEqual(['ed', 'ec', 'dc'])
      expect(all).toEqual(expect.arrayContaining(some))
      expect(comparisons[0]).toMatchObject({
        difference: { estimate: 0, standardError: null },
        pValue: null,
        adjustedPValue: null,
        reason: 'both are aligned on the same pairs',
      })
    })

    it('leaves ties of the human out, and has no test where differences cancel within prompts', async () => {
      const { pairs, prompts, rows, comparisons } = await boardOf('tied')
      expect({ pairs, prompts }).toEqual({ pairs: 4, prompts: 2 })
      expect(rows.map(({ alignment }) => [alignment.aligned, alignment.ties])).toEqual([
        [2, 1],
        [2, 1],
      ])
      expect(comparisons).toMatchObject([
        { onlyFirst: 2, onlySecond: 2, pValue: null, reason: 'the differences cancel within prompts' },
      ])
      const { comparisons: independent } = await boardOf('tied', { options: { errors: 'IID' } })
      expect(independent).toMatchObject([{ onlyFirst: 2, onlySecond: 2, pValue: 1, reason: null }])
    })

    it('says why there is no row, or no pair', async () => {
      const none = { pairs: 0, prompts: 0, rows: [], comparisons: [] }
      expect(await boardOf('chain', { models: [] })).toEqual({ ...none, reason: 'no model is named' })
      expect(await boardOf('unscored')).toEqual({
        ...none,
        reason: 'the dataset has no pairs: bring them with npm run ingest -- pairs',
      })
      const disjoint =
        'no pair of the slice has both rewards of all 2 models; the b model has scored the fewest, 2'
      const board = await boardOf('disjoint', { by: [{ dimension: 'SUBSET' }] })
      expect(board).toMatchObject({ pairs: 0, prompts: 0, reason: disjoint })
      expect(board.rows).toMatchObject(
        [3, 2].map((scored) => ({
          ...{ scored, tier: 1, worstSlice: null, sliceMean: null },
          alignment: { score: null, reason: disjoint },
        })),
      )
      expect(board.comparisons).toMatchObject([
        { pValue: null, difference: { estimate: null }, reason: 'no pair counts' },
      ])
      expect((await boardOf('disjoint', { where: { rowId: { lte: 2 } } })).reason).toBe(
        'no pair of the slice has both rewards of the b model',
      )
      expect((await boardOf('chain', { where: { rowId: { lte: -1 } } })).reason).toBe(
        'no pair is in the slice',
      )
    })

    it('does not test models whose rewards selected the pairs, nor count them among the tests', async () => {
      // The dataset's own models are the one that was brought first: all are POST.
      const where = { margin: { stage: 'POST', gte: 0 } }
      const { comparisons, rows } = await boardOf('chain', { where, options: { correction: 'BONFERRONI' } })
      const of = (model: string) =>
        comparisons.filter(({ first, second }) => [first.name, second.name].includes(model))
      const selecting = rows.find(({ alignment }) => alignment.aligned === alignment.pairs)!.model.name
      expect(of(selecting)).toHaveLength(4)
      for (const one of of(selecting)) {
        expect(one.reason).toMatch(/^not tested: the slice selects by /)
        expect(one).toMatchObject({ pValue: null, adjustedPValue: null, difference: { standardError: null } })
      }
      const others = comparisons.filter((one) => !of(selecting).includes(one))
      const tested = others.filter(({ pValue }) => pValue !== null)
      for (const { pValue, adjustedPValue } of tested)
        expectAgree(adjustedPValue, Math.min(1, tested.length * pValue!))
      expect(tested.length).toBeGreaterThan(3)
    })

    it('refuses what there is not', async () => {
      const { errors } = await api.answer(QUERY, { name: 'tied', models: ['a', 'x'] })
      expect(errors[0].extensions.code).toBe('NOT_FOUND')
      expect(errors[0].message).toMatch(/"x".*a, b/)
      const { errors: level } = await api.answer(QUERY, { name: 'tied', options: { level: 1 } })
      expect(level[0].extensions.code).toBe('INVALID_INPUT')
    })
  },
)
