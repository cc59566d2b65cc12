import path from 'node:path'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { shared } from './ask.ts'

/** The README's own example: rewards of one model, and nothing else. */
const FILE = path.join(import.meta.dirname, '../fixtures/formats/rewardbench.jsonl')

describe('rewards of a single model', () => {
  const asking = shared(async (context) => {
    for (const stage of ['PRE', 'POST'] as const) {
      const scoredBy = { model: 'judge', stage }
      await ingestPairs(context, { dataset: `only-${stage}`, format: 'rewardbench', files: [FILE], scoredBy })
    }
  })

  it.each(['PRE', 'POST'])('of stage %s are all that needs no other', async (stage) => {
    const { dataset } = await asking.ask(`{ dataset(name: "only-${stage}") {
      all: pairs(orderBy: { by: ${stage}_MARGIN }) { edges { node {
        rowId aligned(model: "judge") alignmentRegime rewardShift { degrees }
        chosen { reward(model: "judge") { score } } rejected { rewards { score model { name } } }
      } } }
      misaligned: pairs(where: { margin: { stage: ${stage}, lte: 0 } }) { totalCount }
      positive: pairs(where: { reward: { stage: ${stage}, side: REJECTED, gte: 0 } }) { totalCount }
      audit {
        alignment(stage: ${stage}) { pairs score reason } quadrants(stage: ${stage}) { pairs reason }
        marginDistribution(model: "judge", bins: 3) { counts }
        rewardHeatmap(stage: ${stage}, bins: 2) { counts }
        rewardDirections(stage: ${stage}) { counts }
        regimes { reason } figure(name: REWARD_HEATMAP, stage: ${stage})
      }
    } }`)
    const [first] = dataset.all.edges
    expect(first.node).toEqual({
      rowId: 1,
      aligned: false,
      alignmentRegime: null,
      rewardShift: null,
      chosen: { reward: { score: 0.5 } },
      rejected: { rewards: [{ score: 0.75, model: { name: 'judge' } }] },
    })
    expect([dataset.misaligned.totalCount, dataset.positive.totalCount]).toEqual([1, 2])
    const { audit } = dataset
    expect(audit.alignment).toEqual({ pairs: 3, score: 2 / 3, reason: null })
    expect(audit.quadrants).toEqual({ pairs: 3, reason: null })
    const count = (counts: number[]) => counts.reduce((sum, n) => sum + n, 0)
    expect(count(audit.marginDistribution.counts)).toBe(3)
    expect(count(audit.rewardHeatmap.counts.flat())).toBe(3)
    expect(count(audit.rewardDirections.counts)).toBe(3)
    const other = stage === 'PRE' ? 'POST' : 'PRE'
    expect(audit.regimes[0].reason).toBe(
      `the dataset has no ${other} model: bring its rewards with npm run ingest -- rewards --stage ${other}, or npm run score`,
    )
    expect(JSON.stringify(audit.figure)).not.toMatch(/the dataset has no|no pair of the slice has/)
  })

  it('are in the table of pairs, which says what else is missing', async () => {
    const table = await asking.yoga.fetch('http://test/tables/only-POST/pairs.csv', { method: 'GET' })
    const rows = parse(await table.text(), { columns: true }) as Record<string, string>[]
    expect(
      rows.map(({ post_chosen, post_margin, pre_margin, reason }) => [
        post_chosen,
        post_margin,
        pre_margin,
        reason,
      ]),
    ).toEqual([
      ['1.5', '1.75', '', 'no rewards before training | no labels'],
      ['0.5', '-0.25', '', 'no rewards before training | no labels'],
      ['2', '1.875', '', 'no rewards before training | no labels'],
    ])
  })
})
