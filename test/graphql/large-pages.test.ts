import { describe, expect, it } from 'vitest'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { databases } from '../databases.ts'
import { manyPairs, tempFile } from '../pipeline/files.ts'
import { shared } from './ask.ts'

const PAGES = /* GraphQL */ `
  {
    many: dataset(name: "many") { a: pairs(first: 1000) { ...texts } b: pairs(last: 1000) { ...texts } }
    more: dataset(name: "more") { a: pairs(first: 1000) { ...texts } b: pairs(last: 1000) { ...texts } }
  }
  fragment texts on DatasetPairsConnection {
    edges { node { rowId prompt chosen { text } rejected { text } } }
  }
`

type Texts = {
  edges: { node: { rowId: number; prompt: string; chosen: { text: string }; rejected: { text: string } } }[]
}

describe.each(databases())('the largest pages on $name', (on) => {
  const asking = shared(
    async (context) => {
      const files = [tempFile(manyPairs(2000))]
      for (const dataset of ['many', 'more']) await ingestPairs(context, { dataset, files })
    },
    { on },
  )

  it('have all their texts, several in one query', async () => {
    const { many, more } = await asking.ask(PAGES)
    for (const { edges } of [many.a, many.b, more.a, more.b] as Texts[]) {
      expect(edges).toHaveLength(1000)
      for (const { node } of edges) {
        expect(node.chosen.text.startsWith(node.prompt)).toBe(true)
        expect(node.chosen.text).toMatch(new RegExp(`yes ${node.rowId}$`))
        expect(node.rejected.text).toMatch(new RegExp(`no ${node.rowId}$`))
      }
    }
  })
})
