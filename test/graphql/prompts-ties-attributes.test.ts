import { describe, expect, it } from 'vitest'
import { SEAL_TAXONOMY } from '../../src/domain/seal-taxonomy.ts'
import type { EngineKind } from '../../src/engine/engine.ts'
import type { Context } from '../../src/pipeline/ingest.ts'
import { ensureDataset } from '../../src/store/catalog.ts'
import { ensureImportedModel } from '../../src/store/imported-model.ts'
import { writePairs } from '../../src/store/write/pairs.ts'
import { writeRewards } from '../../src/store/write/rewards.ts'
import { databases } from '../databases.ts'
import { shared } from './ask.ts'

const pair = (rowId: number, question: string, answer: string) => ({
  rowId,
  subset: null,
  chosen: `\n\nHuman: ${question}\n\nAssistant: ${answer}`,
  rejected: `\n\nHuman: ${question}\n\nAssistant: No.`,
})
const attributes = (source: string, helpful: boolean, [chosen, rejected]: number[]) => ({
  pair: { source, helpful },
  chosen: { score: chosen },
  rejected: { score: rejected },
})

/** Five pairs of three prompts; one is a tie, one comes with nothing, two are grouped by what their file says. */
const PAIRS = [
  { ...pair(0, 'Why?', 'So.'), attributes: attributes('web', true, [1.5, -2]) },
  { ...pair(1, 'Why?', 'Because.'), attributes: attributes('forum', false, [0.25, 0.25]), tie: true },
  { ...pair(2, 'How?', 'Well.'), group: 'p7', attributes: attributes('web', false, [3, 1]) },
  { ...pair(3, 'How then?', 'Badly.'), group: 'p7' },
  { ...pair(4, 'When?', 'Now.'), attributes: attributes('"so"', true, [-1, 0]) },
]

const ingest = async (context: Context) => {
  const { connection } = context
  const dataset = await ensureDataset(context, 'd', { fallback: SEAL_TAXONOMY })
  await connection.transaction('write', () => writePairs(connection, dataset.id, PAIRS))
  const rewards = PAIRS.map(({ rowId }) => ({ rowId, chosen: rowId % 2, rejected: 0.5 }))
  for (const [model, stage] of [
    ['l', 'PRE'],
    ['m', 'POST'],
  ] as const) {
    const modelId = await ensureImportedModel(context, dataset, { model, stage })
    await writeRewards(connection, { datasetId: dataset.id, modelId }, rewards)
  }
}

const [SQLITE, POSTGRESQL] = databases()
const engines: { kind: EngineKind; on: typeof SQLITE }[] = [{ kind: 'COLUMNS', on: SQLITE }]
if (POSTGRESQL) engines.push({ kind: 'COLUMNS', on: POSTGRESQL }, { kind: 'SQL', on: POSTGRESQL })

describe.each(engines)('prompts, ties and attributes, by $kind on $on.name', ({ kind, on }) => {
  const api = shared(ingest, { kind, on })
  const rowsOf = async (where: object) => {
    const { dataset } = await api.ask(
      'query($where: PairFilter) { dataset(name: "d") { pairs(where: $where) { totalCount edges { node { rowId } } } } }',
      { where },
    )
    const rows = dataset.pairs.edges.map(({ node }: { node: { rowId: number } }) => node.rowId)
    expect(dataset.pairs.totalCount).toBe(rows.length)
    return rows
  }
  const messageOf = async (where: object) => {
    const { errors } = await api.answer(
      'query($where: PairFilter) { dataset(name: "d") { pairs(where: $where) { totalCount } } }',
      { where },
    )
    return errors[0].message
  }

  it('counts prompts, and shows what is of one', async () => {
    const { dataset } = await api.ask(`{ dataset(name: "d") {
      promptCount pairCount
      pairs { edges { node { rowId group tie siblings { rowId } } } }
    } }`)
    expect(dataset).toMatchObject({ promptCount: 3, pairCount: 5 })
    const nodes: { group: string; tie: boolean; siblings: { rowId: number }[] }[] = dataset.pairs.edges.map(
      ({ node }: { node: object }) => node,
    )
    expect(nodes.map(({ siblings }) => siblings.map(({ rowId }) => rowId))).toEqual([[1], [0], [3], [2], []])
    expect(nodes.map(({ tie }) => tie)).toEqual([false, true, false, false, false])
    expect(new Set(nodes.map(({ group }) => group)).size).toBe(3)
    expect(await rowsOf({ group: [nodes[2].group] })).toEqual([2, 3])
    expect(await rowsOf({ group: ['none', nodes[4].group] })).toEqual([4])
  })

  it('has ties in no number about chosen and rejected', async () => {
    const { dataset } = await api.ask(`{ dataset(name: "d") {
      all: audit { alignment { pairs aligned ties } coverage { pairs ties prompts postScored } }
      ties: audit(where: {tie: true}) { coverage { pairs ties prompts postScored } alignment { pairs ties score reason } }
      decided: audit(where: {tie: false}) { alignment { pairs aligned ties } }
    } }`)
    // Of the pairs 1 and 3, whose chosen entry has the greater reward, 1 is a tie.
    expect(dataset.all.alignment).toEqual({ pairs: 4, aligned: 1, ties: 1 })
    expect(dataset.all.coverage).toEqual({ pairs: 4, ties: 1, prompts: 3, postScored: 4 })
    expect(dataset.ties.coverage).toEqual({ pairs: 0, ties: 1, prompts: 1, postScored: 0 })
    expect(dataset.ties.alignment).toEqual({
      pairs: 0,
      ties: 1,
      score: null,
      reason: 'no pair on which the human had a preference is in the slice',
    })
    expect(dataset.decided.alignment).toEqual({ pairs: 4, aligned: 1, ties: 0 })
    expect(await rowsOf({ tie: true })).toEqual([1])
  })

  it('has ties in no regime', async () => {
    expect(await rowsOf({ regime: ['BECAME_ALIGNED', 'STAYED_ALIGNED'] })).toEqual([3])
    expect(await rowsOf({ not: { regime: ['STAYED_MISALIGNED'] } })).toEqual([1, 3])
    const { dataset } = await api.ask(
      '{ dataset(name: "d") { pairs { edges { node { aligned alignmentRegime preference } } } } }',
    )
    const nodes = dataset.pairs.edges.map(({ node }: { node: object }) => node)
    expect(nodes[1]).toEqual({ aligned: null, alignmentRegime: null, preference: null })
    expect(nodes[3]).toEqual({ aligned: true, alignmentRegime: 'STAYED_ALIGNED', preference: null })
  })

  it('shows attributes of the dataset, of pairs and of entries', async () => {
    const { dataset } = await api.ask(`{ dataset(name: "d") {
      attributes { name scope kind values { value count } summary { count mean min max } }
      pair(rowId: 0) { attributes { name side text number boolean } rejected { attributes { name side number } } }
      bare: pair(rowId: 3) { attributes { name } chosen { attributes { name } } }
    } }`)
    expect(dataset.attributes).toEqual([
      {
        ...{ name: 'source', scope: 'PAIR', kind: 'TEXT', summary: null },
        values: [
          { value: 'web', count: 2 },
          { value: '"so"', count: 1 },
          { value: 'forum', count: 1 },
        ],
      },
      {
        ...{ name: 'helpful', scope: 'PAIR', kind: 'BOOLEAN', summary: null },
        values: [
          { value: 'false', count: 2 },
          { value: 'true', count: 2 },
        ],
      },
      {
        ...{ name: 'score', scope: 'ENTRY', kind: 'NUMBER', values: [] },
        summary: { count: 8, mean: 0.375, min: -2, max: 3 },
      },
    ])
    const none = { side: null, text: null, number: null, boolean: null }
    expect(dataset.pair.attributes).toEqual([
      { ...none, name: 'source', text: 'web' },
      { ...none, name: 'helpful', boolean: true },
      { ...none, name: 'score', side: 'CHOSEN', number: 1.5 },
      { ...none, name: 'score', side: 'REJECTED', number: -2 },
    ])
    expect(dataset.pair.rejected.attributes).toEqual([{ name: 'score', side: 'REJECTED', number: -2 }])
    expect(dataset.bare).toEqual({ attributes: [], chosen: { attributes: [] } })
  })

  it.each([
    [{ name: 'source', in: ['web', '"so"'] }, [0, 2, 4]],
    [{ name: 'source' }, [0, 1, 2, 4]],
    [{ name: 'source', isNull: true }, [3]],
    [{ name: 'helpful', in: ['true'] }, [0, 4]],
    [{ name: 'score', gte: 0.25, lte: 1.5 }, [0, 1, 2]],
    [{ name: 'score', gte: 0.25, scope: 'BOTH' }, [1, 2]],
    [{ name: 'score', lte: 0, scope: 'CHOSEN' }, [4]],
    [{ name: 'score', in: ['3', '-2.0'] }, [0, 2]],
    [{ name: 'score', isNull: true, scope: 'REJECTED' }, [3]],
  ])('selects pairs by an attribute: %j', async (attribute, rows) => {
    expect(await rowsOf({ attribute })).toEqual(rows)
  })

  const slicesBy = async (by: object) => {
    const { data, errors } = await api.answer(
      'query($by: SliceBy!) { dataset(name: "d") { audit { slices(by: $by) { key pairs where audit { coverage { pairs } } } } } }',
      { by },
    )
    if (errors) return errors[0].message
    type Slice = { key: string; pairs: number; where: string; audit: { coverage: { pairs: number } } }
    const slices: Slice[] = data.dataset.audit.slices
    for (const { pairs, where, audit } of slices) {
      expect(audit.coverage.pairs).toBe(pairs)
      expect(await rowsOf({ ...JSON.parse(where), tie: false })).toHaveLength(pairs)
    }
    return slices.map(({ key, pairs }) => [key, pairs])
  }

  it.each([
    // The tie is in none.
    [
      { attribute: 'source' },
      [
        ['web', 2],
        ['"so"', 1],
      ],
    ],
    [
      { attribute: 'helpful' },
      [
        ['true', 2],
        ['false', 1],
      ],
    ],
    [
      { attribute: 'score', bins: 2 },
      [
        ['-1', 1],
        ['1.5 to 3', 2],
      ],
    ],
    [
      { attribute: 'score', scope: 'REJECTED', bins: 9 },
      [
        ['-2', 1],
        ['0', 1],
        ['1', 1],
      ],
    ],
    [
      { attribute: 'score', scope: 'EITHER' },
      'by.scope: attribute "score" is a number of each entry: CHOSEN or REJECTED',
    ],
    [{ dimension: 'PREFERENCE' }, []],
    [
      { dimension: 'REGIME' },
      [
        ['STAYED_MISALIGNED', 3],
        ['STAYED_ALIGNED', 1],
      ],
    ],
    [{}, 'by: give one of dimension, attribute, feature, measure; there are 0'],
    [{ attribute: 'score', bins: 0 }, 'by.bins: 0; a whole number from 1 to 100'],
    [{ measure: 'length' }, 'unknown measure "length"; there is none yet'],
  ])('cuts by %j', async (by, slices) => {
    expect(await slicesBy(by)).toEqual(slices)
  })

  it.each([
    [{ name: 'sorce' }, 'unknown attribute "sorce"; known: helpful, score, source'],
    [{ name: 'source', in: ['wbe'] }, 'unknown value of "source" "wbe"; known: "so", forum, web'],
    [
      { name: 'source', gte: 1 },
      'attribute "source" is TEXT, no number: ask for values with in, not gte or lte',
    ],
    [{ name: 'score', in: ['high'] }, 'attribute "score" is a NUMBER, which is never "high"'],
    [{ name: 'helpful', in: ['yes'] }, 'attribute "helpful" is a BOOLEAN: "true" or "false", never "yes"'],
    [
      { name: 'score', isNull: true, gte: 1 },
      'where.attribute: isNull asks for what has no value, in, gte and lte for what has one',
    ],
  ])('refuses %j', async (attribute, message) => {
    expect(await messageOf({ attribute })).toBe(message)
  })
})
