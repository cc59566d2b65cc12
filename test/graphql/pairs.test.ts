import { beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../../src/engine/engine.ts'
import { shared } from './ask.ts'
import { marginOf, type Plain, readEverything } from './everything.ts'
import { ingestVaried, PAIRS } from './varied.ts'

const asked: string[] = []
const asking = shared(ingestVaried, {
  change: (engine) => ({
    ...engine,
    ask: ((scope, question, args) => {
      asked.push(question)
      return engine.ask(scope, question, args)
    }) as Engine['ask'],
  }),
})
let everything: Plain[]
beforeAll(async () => {
  everything = await readEverything(asking, 'varied')
})

const PAGE = /* GraphQL */ `
  query Page(
    $where: PairFilter, $orderBy: PairOrder, $first: Int, $after: String, $last: Int, $before: String
  ) {
    dataset(name: "varied") {
      pairs(where: $where, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
        edges { cursor node { rowId } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
    }
  }
`

type Page = {
  edges: { cursor: string; node: { rowId: number } }[]
  pageInfo: {
    hasNextPage: boolean
    hasPreviousPage: boolean
    startCursor: string | null
    endCursor: string | null
  }
}

const pageOf = async (variables: object): Promise<Page> => (await asking.ask(PAGE, variables)).dataset.pairs

const rowIds = ({ edges }: Page) => edges.map(({ node }) => node.rowId)

const VALUES = {
  ROW_ID: ({ rowId }: Plain) => rowId,
  REWARD_SHIFT: ({ shift }: Plain) => shift,
  PRE_MARGIN: ({ pre }: Plain) => marginOf(pre),
  POST_MARGIN: ({ post }: Plain) => marginOf(post),
  MARGIN_CHANGE: ({ pre, post }: Plain) => {
    const [before, after] = [marginOf(pre), marginOf(post)]
    return before === null || after === null ? null : after - before
  },
}

/** By value, row ids ascending among equal ones, and what has no value last whatever the direction. */
const sorted = (pairs: Plain[], by: keyof typeof VALUES, direction: string): number[] => {
  const value = VALUES[by]
  const [without, known] = [pairs.filter((p) => value(p) === null), pairs.filter((p) => value(p) !== null)]
  const sign = direction === 'ASC' ? 1 : -1
  known.sort((a, b) => sign * (value(a)! - value(b)!) || a.rowId - b.rowId)
  return [...known, ...without].map(({ rowId }) => rowId)
}

const FILTERS = [
  { name: 'all pairs', where: null, holds: () => true, smallest: 3 },
  {
    name: 'a filter',
    where: { not: { regime: ['STAYED_ALIGNED'] }, rowId: { gte: 90 } },
    holds: ({ regime, rowId }: Plain) => regime !== 'STAYED_ALIGNED' && rowId >= 90,
    /** A page for each pair; those of all pairs would say the same at length. */
    smallest: 1,
  },
]
const ORDERS = (Object.keys(VALUES) as (keyof typeof VALUES)[]).flatMap((by) =>
  ['ASC', 'DESC'].map((direction) => ({ by, direction })),
)

/** Walks through all pages, checks what each says of itself, and returns all row ids in the order of the connection. */
const walk = async (forwards: boolean, size: number, rest: object, expected: number[]) => {
  const pages: number[][] = []
  for (let seen = 0, cursor: string | null = null; ; ) {
    const place = forwards ? { first: size, after: cursor } : { last: size, before: cursor }
    const page = await pageOf({ ...rest, ...place })
    const { edges, pageInfo } = page
    seen += edges.length
    expect(pageInfo).toEqual({
      hasNextPage: forwards ? seen < expected.length : cursor !== null,
      hasPreviousPage: forwards ? cursor !== null : seen < expected.length,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    })
    pages.push(rowIds(page))
    if (!(forwards ? pageInfo.hasNextPage : pageInfo.hasPreviousPage)) break
    cursor = forwards ? pageInfo.endCursor : pageInfo.startCursor
    // A page that gets nowhere would go on for ever.
    expect(edges.length).toBe(size)
  }
  return (forwards ? pages : pages.reverse()).flat()
}

describe('the data', () => {
  it('has ties and pairs without a value under each order but that of row ids', () => {
    expect(everything).toHaveLength(PAIRS)
    for (const { holds } of FILTERS) {
      const some = everything.filter(holds)
      for (const by of ['PRE_MARGIN', 'POST_MARGIN'] as const) {
        const known = some.map(VALUES[by]).filter((value) => value !== null)
        expect(known.length).toBeLessThan(some.length)
        expect(new Set(known).size).toBeLessThan(known.length)
      }
      expect(some.filter(({ shift }) => shift === null).length).toBeGreaterThan(1)
    }
  })
})

describe.each(FILTERS)('pages of $name', ({ where, holds, smallest }) => {
  describe.each(ORDERS)('by $by $direction', ({ by, direction }) => {
    const rest = { where, orderBy: { by, direction } }
    it.each([smallest, 7, 100])('of %i, forwards and backwards: every pair once, in order', async (size) => {
      const expected = sorted(everything.filter(holds), by, direction)
      expect(await walk(true, size, rest, expected)).toEqual(expected)
      expect(await walk(false, size, rest, expected)).toEqual(expected)
    })
  })
})

describe('a page', () => {
  it('is of 20 pairs by row id when nobody says otherwise', async () => {
    expect(rowIds(await pageOf({}))).toEqual(everything.slice(0, 20).map(({ rowId }) => rowId))
  })

  it('lies between its cursors', async () => {
    const { edges } = await pageOf({ first: 10 })
    const between = await pageOf({ after: edges[1].cursor, before: edges[8].cursor, first: 100 })
    expect(rowIds(between)).toEqual([2, 3, 4, 5, 6, 7])
    expect(between.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true })
  })

  it.each([{ first: 0 }, { last: 0 }])('of nothing: %o', async (size) => {
    const { edges, pageInfo } = await pageOf(size)
    expect(edges).toEqual([])
    expect(pageInfo).toMatchObject({ startCursor: null, endCursor: null })
    expect(pageInfo.hasNextPage || pageInfo.hasPreviousPage).toBe(true)
  })

  it('of an empty slice', async () => {
    const { edges, pageInfo } = await pageOf({ where: { rowId: { gte: 1_000_000 } } })
    expect(edges).toEqual([])
    const nothing = { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null }
    expect(pageInfo).toEqual(nothing)
  })

  it('goes on behind a pair that the filter has left out since', async () => {
    const { pageInfo } = await pageOf({ first: 5 })
    const page = await pageOf({ first: 3, after: pageInfo.endCursor, where: { rowId: { gte: 50 } } })
    expect(rowIds(page)).toEqual([50, 51, 52])
  })
})

describe('arguments that cannot be used', () => {
  const other = async () => (await pageOf({ first: 1, orderBy: { by: 'PRE_MARGIN' } })).pageInfo.endCursor
  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  it.each([
    ['first', async () => ({ first: -1 })],
    ['first', async () => ({ first: 1001 })],
    ['last', async () => ({ last: -1 })],
    ['last', async () => ({ last: 1001 })],
    ['first and last', async () => ({ first: 1, last: 1 })],
    ['after', async () => ({ after: 'nonsense' })],
    ['before', async () => ({ before: 'nonsense' })],
    ['after', async () => ({ after: encoded(null) })],
    ['after', async () => ({ after: encoded(['ROW_ID', 'ASC', 'x', 1]) })],
    ['after', async () => ({ after: encoded(['ROW_ID', 'ASC', 1, 1.5]) })],
    ['before', async () => ({ before: encoded(['SHOE_SIZE', 'ASC', 1, 1]) })],
    ['after', async () => ({ after: await other() })],
    ['before', async () => ({ before: await other(), orderBy: { by: 'PRE_MARGIN', direction: 'DESC' } })],
  ])('%s: case %#', async (argument, variables) => {
    const { data, errors } = await asking.answer(PAGE, await variables())
    expect(data.dataset.pairs).toBeNull()
    expect(errors).toHaveLength(1)
    expect(errors[0].extensions.code).toBe('INVALID_INPUT')
    expect(errors[0].message).toMatch(new RegExp(`^${argument}: `))
  })
})

describe('totalCount', () => {
  const count = (fields: string) =>
    asking.ask(`{ dataset(name: "varied") { pairs(first: 3, where: { rowId: { lte: 49 } }) { ${fields} } } }`)

  it('is computed only for those who ask', async () => {
    asked.length = 0
    await count('edges { node { rowId } } pageInfo { hasNextPage }')
    expect(asked).toEqual(['page'])
  })

  it('counts the slice, not the page', async () => {
    asked.length = 0
    expect((await count('totalCount')).dataset.pairs.totalCount).toBe(50)
    expect(asked).toContain('pairs')
  })
})
