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

/**
 * The dataset, its revision, the page's pairs, the models, the labelers, the rewriters; the entries of the
 * originals with their prompts, and of the rewritings.
 */
const STATEMENTS = 9

describe.each(databases())('statements on $name', (on) => {
  const asking = shared(ingestSealSmall, { on })
  const statements: string[] = []
  beforeAll(() => {
    const prisma = asking.prisma as unknown as Logging
    prisma.$on('query', ({ query }) => void statements.push(query))
  })

  it.each([1, 10, 100])(`a page of %i pairs with all they have takes ${STATEMENTS}`, async (first) => {
    statements.length = 0
    const { dataset } = await asking.ask(PAGE, { first })
    expect(dataset.pairs.edges).toHaveLength(first)
    const { node } = dataset.pairs.edges.at(-1)
    expect(node.chosen.rewards).toHaveLength(2)
    expect(node.rewrites[0].chosen.text).toContain('(reworded)')
    const selects = statements.filter((statement) => /^\s*select/i.test(statement))
    expect(selects, selects.join('\n')).toHaveLength(STATEMENTS)
    expect(statements.filter((statement) => /^\s*(insert|update|delete)/i.test(statement))).toEqual([])
  })
})
