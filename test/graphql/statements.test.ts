import { beforeAll, describe, expect, it } from 'vitest'
import { databases } from '../databases.ts'
import { ingestSealSmall, shared } from './ask.ts'

/** Prisma's events, which its type only knows of when it is told at compile time. */
type Logging = { $on(event: 'query', listener: (event: { query: string }) => void): void }

const PAGE = /* GraphQL */ `
  query Page($first: Int!) {
    dataset(name: "seal-small") {
      pairs(first: $first, where: { rewritten: true }) {
        edges {
          node {
            rowId prompt
            chosen { ...entry }
            rejected { ...entry }
            rewrites { rewriter { name } chosen { text } chosenSimilarity rewardShift { degrees } }
          }
        }
      }
    }
  }
  fragment entry on Entry {
    text response
    rewards { model { name } score }
    labels { labeler { name } features { feature { name } value } topics }
  }
`

/** The dataset, its revision, the page's pairs; the entries of the originals, and of the rewritings. */
const STATEMENTS = 5
/** Models, labelers and rewriters, once for each revision. */
const SOURCES = 3

describe.each(databases())('statements on $name', (on) => {
  const asking = shared(ingestSealSmall, { on })
  const statements: string[] = []
  beforeAll(() => {
    const prisma = asking.prisma as unknown as Logging
    prisma.$on('query', ({ query }) => void statements.push(query))
  })

  const reading = async (first: number) => {
    statements.length = 0
    const { dataset } = await asking.ask(PAGE, { first })
    expect(dataset.pairs.edges).toHaveLength(first)
    const { node } = dataset.pairs.edges.at(-1)
    expect(node.chosen.rewards).toHaveLength(2)
    expect(node.rewrites[0].chosen.text).toContain('(reworded)')
    expect(statements.filter((statement) => /^\s*(insert|update|delete)/i.test(statement))).toEqual([])
    return statements.filter((statement) => /^\s*select/i.test(statement))
  }

  it(`the first page of a revision takes ${STATEMENTS + SOURCES}`, async () => {
    expect(await reading(1)).toHaveLength(STATEMENTS + SOURCES)
  })

  it.each([1, 10, 100])(`a page of %i pairs with all they have takes ${STATEMENTS}`, async (first) => {
    const selects = await reading(first)
    expect(selects, selects.join('\n')).toHaveLength(STATEMENTS)
  })
})
