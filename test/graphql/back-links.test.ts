import { beforeAll, describe, expect, it } from 'vitest'
import { databases } from '../databases.ts'
import { ingestSealSmall, type Problem, shared } from './ask.ts'

/** Prisma's events, which its type only knows of when it is told at compile time. */
type Logging = { $on(event: 'query', listener: (event: { query: string }) => void): void }

const IDS = /* GraphQL */ `{ dataset(name: "seal-small") {
  rewardModels { id } labelers { id } rewriters { id } runs(first: 1) { id }
  pair(rowId: 4) { id chosen { id } rewrites { rejected { id } } }
} }`

const WAYS_UP = /* GraphQL */ `
  query ($ids: [ID!]!) { nodes(ids: $ids) {
    __typename
    ... on RewardModel { dataset { ...d } }
    ... on Labeler { dataset { ...d } }
    ... on Rewriter { dataset { ...d } }
    ... on Run { dataset { ...d } }
    ... on Pair { dataset { ...d } rewrites { pair { rowId } } }
    ... on Entry {
      pair { rowId dataset { ...d } }
      rewriter { name }
      reward { entry { side pair { rowId } } }
      label { entry { side pair { rowId } } }
    }
  } }
  fragment d on Dataset { name revision pairCount }
`

describe.each(databases())('ways back up on $name', (on) => {
  const asking = shared(ingestSealSmall, { on })
  const statements: string[] = []
  beforeAll(() => {
    const prisma = asking.prisma as unknown as Logging
    prisma.$on('query', ({ query }) => void statements.push(query))
  })

  it('lead from what a client has by its id to its dataset, its pair and its entry', async () => {
    const { dataset } = await asking.ask(IDS)
    const { rewardModels, labelers, rewriters, runs, pair } = dataset
    const [rewrite] = pair.rewrites
    const things = [rewardModels[1], labelers[0], rewriters[0], runs[0], pair, pair.chosen, rewrite.rejected]
    const ids = things.map(({ id }) => id)
    const up = { dataset: { name: 'seal-small', revision: 6, pairCount: 600 } }
    const original = { side: 'CHOSEN', pair: { rowId: 4 } }
    const rewritten = { side: 'REJECTED', pair: { rowId: 4 } }
    expect((await asking.ask(WAYS_UP, { ids })).nodes).toEqual([
      { __typename: 'RewardModel', ...up },
      { __typename: 'Labeler', ...up },
      { __typename: 'Rewriter', ...up },
      { __typename: 'Run', ...up },
      { __typename: 'Pair', ...up, rewrites: [{ pair: { rowId: 4 } }] },
      {
        __typename: 'Entry',
        pair: { rowId: 4, ...up },
        rewriter: null,
        reward: { entry: original },
        label: { entry: original },
      },
      {
        __typename: 'Entry',
        pair: { rowId: 4, ...up },
        rewriter: { name: 'rewriter' },
        reward: { entry: rewritten },
        label: { entry: rewritten },
      },
    ])
  })

  it('take one statement, however many take them', async () => {
    const page = (first: number, up: string) =>
      asking.ask(`{ dataset(name: "seal-small") { pairs(first: ${first}) { nodes { rowId ${up} } } } }`)
    const counted = async (first: number, up: string) => {
      await page(first, up)
      statements.length = 0
      await page(first, up)
      return statements.filter((one) => /^\s*select/i.test(one) && !/access_token/.test(one)).length
    }
    const without = await counted(100, '')
    const up = 'dataset { name description } chosen { pair { rowId } reward { entry { side } } }'
    expect(await counted(100, up)).toBe(without + 1)
    const around = 'dataset { pair(rowId: 1) { chosen { pair { dataset { pair(rowId: 2) { tie } } } } } }'
    expect(await counted(100, around), 'pairs of the page are there already').toBe(without + 1)
  })
})

describe('cycles', () => {
  const asking = shared(ingestSealSmall)
  const nested = (times: number, inside: string, outside = '{ name }') =>
    Array.from({ length: times }).reduce<string>((query) => inside.replace('…', query), outside)

  it('of single things end at the depth that there may be', async () => {
    const asked = (times: number) =>
      asking.answer(`{ dataset(name: "seal-small") ${nested(times, '{ pair(rowId: 1) { dataset … } }')} }`)
    expect((await asked(9)).errors).toBeUndefined()
    const { errors } = await asked(10)
    expect((errors as Problem[])[0]).toMatchObject({
      message: expect.stringContaining('at most 20'),
      extensions: { code: 'LIMIT_EXCEEDED' },
    })
  })

  it('of lists end at what an operation may cost', async () => {
    const query = `{ dataset(name: "seal-small") ${nested(2, '{ pairs(first: 1000) { nodes { dataset … } } }')} }`
    const { data, errors } = await asking.answer(query)
    expect(data).toBeUndefined()
    expect((errors as Problem[])[0].message).toMatch(/costs? .*MAX_COST/)
    expect((errors as Problem[])[0].extensions?.code).toBe('LIMIT_EXCEEDED')
  })
})
