import { beforeAll, describe, expect, it } from 'vitest'
import { databases } from '../databases.ts'
import { type Asking, ingestSealSmall, type Problem, shared } from './ask.ts'

const IDS = /* GraphQL */ `{
  dataset(name: "seal-small") {
    id
    rewardModels { id }
    labelers { id }
    rewriters { id }
    runs { id }
    pair(rowId: 4) { id chosen { id } rejected { id } rewrites { chosen { id } rejected { id } } }
  }
}`

const NODE = /* GraphQL */ `
  query Node($id: ID!) {
    node(id: $id) {
      __typename id
      ... on Dataset { name pairCount features { name } audit { coverage { pairs } } }
      ... on RewardModel { name rewardCount }
      ... on Labeler { name labelCount }
      ... on Rewriter { name rewriteCount }
      ... on Run { kind counts { read } }
      ... on Pair { rowId prompt aligned }
      ... on Entry { side text response rewards { score } }
    }
  }
`

const encoded = (id: string) => Buffer.from(id).toString('base64')

describe.each(databases())('node(id) on $name', (on) => {
  const asking: Asking = shared(ingestSealSmall, { on })
  let dataset: Awaited<ReturnType<Asking['ask']>>
  beforeAll(async () => {
    dataset = (await asking.ask(IDS)).dataset
  })
  const node = async (id: string) => (await asking.ask(NODE, { id })).node

  it('gives what has the id', async () => {
    const { rewardModels, labelers, rewriters, runs, pair } = dataset
    const [rewrite] = pair.rewrites
    const conversation = (answer: string) => `\n\nHuman: question 4\n\nAssistant: ${answer}`
    const reworded = (side: string) => conversation(`${side} answer 4 (reworded)`)
    const expected: [string, string, object][] = [
      [dataset.id, 'Dataset', { name: 'seal-small', pairCount: 600, audit: { coverage: { pairs: 600 } } }],
      [rewardModels[1].id, 'RewardModel', { name: 'post-model', rewardCount: 2000 }],
      [labelers[1].id, 'Labeler', { name: 'control', labelCount: 400 }],
      [rewriters[0].id, 'Rewriter', { name: 'rewriter', rewriteCount: 400 }],
      [runs.at(-1).id, 'Run', { kind: 'PAIRS', counts: { read: 600 } }],
      [pair.id, 'Pair', { rowId: 4, prompt: '\n\nHuman: question 4\n\n', aligned: false }],
      [pair.chosen.id, 'Entry', { side: 'CHOSEN', text: conversation('chosen answer 4') }],
      [pair.rejected.id, 'Entry', { side: 'REJECTED', response: 'Assistant: rejected answer 4' }],
      [rewrite.chosen.id, 'Entry', { side: 'CHOSEN', text: reworded('chosen') }],
      [rewrite.rejected.id, 'Entry', { side: 'REJECTED', text: reworded('rejected') }],
    ]
    expect(new Set(expected.map(([id]) => id)).size).toBe(expected.length)
    for (const [id, __typename, fields] of expected) {
      expect(await node(id)).toMatchObject({ ...fields, __typename, id })
    }
  })

  it.each([
    'Dataset:99',
    'Run:99999',
    'Pair:1:600',
    'Pair:99:4',
    'Entry:1:600:0:CHOSEN',
    'Entry:1:4:9:CHOSEN',
    // Pair 1 was not rewritten.
    'Entry:1:1:1:CHOSEN',
    'RewardModel:["1","99"]',
    'Labeler:["99","1"]',
    'Rewriter:["1","99"]',
  ])('is null where nothing has the id: %s', async (id) => {
    expect(await node(encoded(id))).toBeNull()
  })

  it.each([
    'Dataset:x',
    'Dataset:1.5',
    'Dataset:-1',
    'Dataset:1e3',
    'Dataset:99999999999999999999',
    'Dataset:2147483648',
    'Run:',
    'Run:NaN',
    'Pair:4',
    'Pair:1',
    'Pair:1:x',
    'Pair:1:4:5',
    'Pair:1:99999999999',
    'Entry:1:4:0',
    'Entry:1:4:0:chosen',
    'Entry:1:4:0:CHOSEN:1',
    'Entry:1:99999999999:0:CHOSEN',
    'Entry::::CHOSEN',
    'RewardModel:1',
    'RewardModel:[1]',
    'RewardModel:["1","2","3"]',
    'RewardModel:["a","b"]',
    'RewardModel:[1,2]',
    'RewardModel:["1","99999999999"]',
    'RewardModel:{"datasetId":1}',
    'Labeler:[null,null]',
    'Rewriter:nonsense',
    'Variant:["1","1"]',
    'Audit:1',
    'Stage:PRE',
    'Node:1',
    'Nonsense:1',
    '__proto__:1',
    'constructor:1',
    ':1',
    '',
  ])('is null or says what is wrong where no id is like that: %j', async (id) => {
    const { data, errors = [] } = await asking.answer(NODE, { id: encoded(id) })
    expect(data.node).toBeNull()
    for (const { extensions } of errors as Problem[]) expect(extensions?.code).toBe('INVALID_INPUT')
  })

  it.each(['', ' ', 'nonsense', '😀', '%%%%', 'a'.repeat(90_000)])(
    'says of what is no id: %#',
    async (id) => {
      const { data, errors } = await asking.answer(NODE, { id })
      expect(data.node).toBeNull()
      expect(errors).toHaveLength(1)
      expect(errors[0].message).toMatch(/id/i)
      expect(errors[0].extensions?.code).toBe('INVALID_INPUT')
    },
  )

  it('gives many at once, in their order, and says of each what is wrong with it', async () => {
    const { rewardModels, pair } = dataset
    const ids = [pair.id, encoded('Pair:1:600'), 'nonsense', rewardModels[1].id, pair.id]
    const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } datasets { name } }'
    const { data, errors } = await asking.answer(query, { ids })
    const model = { __typename: 'RewardModel', id: rewardModels[1].id }
    const same = { __typename: 'Pair', id: pair.id }
    expect(data.nodes).toEqual([same, null, null, model, same])
    expect(data.datasets).toHaveLength(1)
    expect(errors).toMatchObject([
      { path: ['nodes', 2], message: 'id: "nonsense" is not an id of this server' },
    ])
    expect(errors[0].extensions.code).toBe('INVALID_INPUT')
    expect((await asking.ask(query, { ids: [] })).nodes).toEqual([])
  })

  it('gives as many at once as a page may have', async () => {
    const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Pair { rowId } } }'
    const idsOf = (many: number) => Array.from({ length: many }, (_, rowId) => encoded(`Pair:1:${rowId}`))
    const { nodes } = await asking.ask(query, { ids: idsOf(1000) })
    expect([nodes[599], nodes[600]]).toEqual([{ rowId: 599 }, null])
    const { errors } = await asking.answer(query, { ids: idsOf(1001) })
    expect(errors).toMatchObject([
      { message: 'ids: there are 1001; at most 1000 (MAX_PAGE)', extensions: { code: 'LIMIT_EXCEEDED' } },
    ])
  })

  it('says how to ask for an audit, which has an id and is no node', async () => {
    const { audit } = (await asking.ask('{ dataset(name: "seal-small") { audit { id } } }')).dataset
    const { data, errors } = await asking.answer(NODE, { id: audit.id })
    expect(data.node).toBeNull()
    expect(errors).toMatchObject([
      { message: expect.stringContaining('dataset(name:) { audit('), extensions: { code: 'INVALID_INPUT' } },
    ])
  })

  it('a pair by its row id, or null', async () => {
    const { dataset } = await asking.ask(`{
      dataset(name: "seal-small") {
        known: pair(rowId: 599) { rowId }
        unknown: pair(rowId: 600) { rowId }
        negative: pair(rowId: -2147483648) { rowId }
        largest: pair(rowId: 2147483647) { rowId }
      }
    }`)
    expect(dataset).toEqual({ known: { rowId: 599 }, unknown: null, negative: null, largest: null })
  })
})
