import { describe, expect, it } from 'vitest'
import { readTaxonomy } from '../../src/ingest/taxonomy.ts'
import { exportLabels } from '../../src/pipeline/export-labels.ts'
import { ingestLabels } from '../../src/pipeline/ingest-labels.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { ingestRewards } from '../../src/pipeline/ingest-rewards.ts'
import { databases, openAll } from '../databases.ts'
import { conversation, csv, rejectsOf, tempFile } from '../pipeline/files.ts'
import { shared } from './ask.ts'

const lineOf = (id: unknown, answer: string) =>
  JSON.stringify({ id, chosen: conversation(`yes ${answer}`), rejected: conversation(`no ${answer}`) })
const pairs = (lines: string[]) => ({
  dataset: 'd',
  id: 'id',
  files: [tempFile(`${lines.join('\n')}\n`)],
})
const LINES = [lineOf('a"', '0'), lineOf(17, '1'), lineOf('c', '2'), lineOf('c', '3'), lineOf(null, '4')]
const TAXONOMY = {
  features: [{ name: 'is_jargon', description: 'd', kind: 'BOOLEAN', role: 'SPOILER' }],
  priority: [],
}

describe.each(databases())('pairs with ids of their own on $name', (on) => {
  const api = shared(
    async (context) => {
      const { taxonomy } = await readTaxonomy(tempFile(JSON.stringify(TAXONOMY)))
      const outcome = await ingestPairs(context, { ...pairs(LINES), taxonomy })
      expect(outcome).toMatchObject({ counts: { read: 5, rejected: 2 }, fates: { added: 3 } })
      expect(rejectsOf(outcome)).toMatch(/,3,"the id ""c"" is that of row 2 already"\n/)
      expect(rejectsOf(outcome)).toMatch(',4,"""id"" is null; it must be the pair\'s id"\n')

      const rewards = [
        ['c', 1, 2],
        ['17', 3, 0],
        ['nobody', 0, 0],
      ] as const
      const file = tempFile(csv('sample,chosen_score,rejected_score', rewards))
      const model = { dataset: 'd', model: 'm', stage: 'POST', id: 'sample' } as const
      const rewarded = await ingestRewards(context, { ...model, file })
      expect(rewarded).toMatchObject({ counts: { read: 3, rejected: 1 }, fates: { added: 2 } })
      expect(rejectsOf(rewarded)).toMatch('"no pair has the id ""nobody"""')
      const labels = tempFile(
        csv('pair_id,preference,is_jargon', [
          ['a"', 'chosen', 'True'],
          ['17', 'rejected', 'False'],
        ]),
      )
      await ingestLabels(context, { dataset: 'd', labeler: 'l', file: labels, id: 'pair_id' })
    },
    { on },
  )
  const rowsOf = async (where: object) => {
    const answer = await api.ask(
      'query ($where: PairFilter) { dataset(name: "d") { pairs(where: $where) { edges { node { rowId pairId aligned } } } } }',
      { where },
    )
    return answer.dataset.pairs.edges.map(({ node }: { node: object }) => node)
  }

  it('have them in answers, filters and tables', async () => {
    const [first, second, third] = [
      { rowId: 0, pairId: 'a"', aligned: null },
      { rowId: 1, pairId: '17', aligned: true },
      { rowId: 2, pairId: 'c', aligned: false },
    ]
    expect(await rowsOf({})).toEqual([first, second, third])
    expect(await rowsOf({ pairId: ['c', 'a"'] })).toEqual([first, third])
    expect(await rowsOf({ not: { pairId: ['c'] } })).toEqual([first, second])
    expect(await rowsOf({ or: [{ pairId: [] }, { pairId: ['17'] }] })).toEqual([second])
    const compared = await api.ask(`{ dataset(name: "d") { audit(where: { pairId: ["17", "c"] }) {
      alignment { pairs score } } } }`)
    expect(compared.dataset.audit.alignment).toEqual({ pairs: 2, score: 0.5 })
    const table = await api.yoga.fetch('http://test/tables/d/pairs.csv')
    const lines = (await table.text()).split('\r\n')
    expect(lines[0]).toMatch(/^row_id,pair_id,subset,group,/)
    const ids = lines.slice(1, 4).map((line) => line.split(',').slice(0, 3).join())
    expect(ids).toEqual(['0,"a""",', '1,17,', '2,c,'])
  })

  it('are asked for by ids that there are', async () => {
    const response = await api.yoga.fetch('http://test/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: '{ dataset(name: "d") { audit(where: { pairId: ["c", "x"] }) { alignment { score } } } }',
      }),
    })
    const { errors } = (await response.json()) as {
      errors: { message: string; extensions: { code: string } }[]
    }
    expect(errors[0].message).toBe('unknown pair id "x"; known: a", 17, c')
    expect(errors[0].extensions.code).toBe('NOT_FOUND')
  })

  it('keep them, and their labels go out and in by them', async () => {
    const all = await openAll(api.url)
    try {
      const { context } = all
      const without = { dataset: 'd', files: [tempFile(`${LINES.slice(0, 3).join('\n')}\n`)] }
      // What was their ids is an attribute then.
      expect(await ingestPairs(context, without)).toMatchObject({ fates: { altered: 3, unchanged: 0 } })
      let text = ''
      for await (const line of exportLabels(context, { dataset: 'd', labeler: 'l' })) text += line
      expect(text).toBe(
        [
          'row_id,pair_id,preference,is_jargon,topics,last_response_is_discriminating_against',
          '0,"a""",chosen,True,[],[]',
          '1,17,rejected,False,[],[]',
          '',
        ].join('\n'),
      )
      const again = { dataset: 'd', labeler: 'l', file: tempFile(text) }
      for (const id of ['pair_id', undefined])
        expect(await ingestLabels(context, { ...again, id })).toMatchObject({ fates: { unchanged: 2 } })
      expect(all.notices).toEqual([
        expect.stringMatching('read as hh-rlhf'),
        expect.stringMatching('values of several kinds are kept as texts: id'),
      ])
      await ingestPairs(context, { ...without, dataset: 'none' })
      await expect(ingestLabels(context, { ...again, dataset: 'none', id: 'pair_id' })).rejects.toThrow(
        'the pairs of dataset "none" have no ids: `npm run ingest -- pairs --id COLUMN` brings them',
      )
    } finally {
      await all.close()
    }
  })
})
