import { describe, expect, it } from 'vitest'
import type { Context } from '../../src/pipeline/ingest.ts'
import { ingestPairs, type PairsOptions } from '../../src/pipeline/ingest-pairs.ts'
import { ingestRewards } from '../../src/pipeline/ingest-rewards.ts'
import { databases, dump, firstDifference, openFresh } from '../databases.ts'
import { csv, manyPairs, pairLines, REWARDS, rejectsOf, tempFile } from './files.ts'
import { dataset, ingestSealSmall } from './seal-small.ts'

describe.each(databases())('pairs over pairs that have been measured, on $name', (database) => {
  const pairs = (context: Context, lines: string, more: Partial<PairsOptions> = {}) =>
    ingestPairs(context, { dataset: 'd', files: [tempFile(lines)], ...more })

  it('are refused with their rows where their texts differ, and the rest goes in', async () => {
    const { connection, context } = await openFresh(database)
    await pairs(context, manyPairs(3))
    const rewards = tempFile(
      csv(REWARDS, [
        [0, 1, 2],
        [1, 3, 4],
      ]),
    )
    await ingestRewards(context, { dataset: 'd', model: 'm', stage: 'PRE', file: rewards })
    const before = await dump(connection)
    const lines = pairLines([
      ['yes 0', 'other'],
      ['yes 1', 'no 1'],
      ['other', 'no 2'],
      ['new', 'new too'],
    ])
    const refused = await pairs(context, lines)
    expect(refused).toMatchObject({
      measured: 1,
      counts: { read: 4, rejected: 0, conflicts: 1 },
      fates: { added: 1, altered: 1, unchanged: 1 },
    })
    expect(rejectsOf(refused)).toMatch(
      /:?,1,0,"?the rejected text is not the stored one, of which there are rewards; --replace takes it and removes them"?\n$/,
    )
    const after = await dump(connection)
    expect(after.reward).toEqual(before.reward)
    expect(after.entry.filter(([, rowId]) => rowId === 0)).toEqual(
      before.entry.filter(([, rowId]) => rowId === 0),
    )

    const replaced = await pairs(context, lines, { replace: true })
    expect(replaced).toMatchObject({
      measured: 0,
      counts: { conflicts: 0 },
      fates: { added: 0, altered: 1, unchanged: 3 },
      removed: { rewards: 1, labels: 0, numbers: 0, rewritings: 0, similarities: 0 },
    })
    const { reward } = await dump(connection)
    expect(reward.map(([, rowId, , side, , score]) => [rowId, side, score])).toEqual([
      [0, 'CHOSEN', 1],
      [1, 'CHOSEN', 3],
      [1, 'REJECTED', 4],
    ])
  })

  it('take rewritings and what was measured of these with them, when they are replaced', async () => {
    const { connection, context } = await openFresh(database)
    await ingestSealSmall(context)
    const before = await dump(connection)
    const rewritten = before.rewrite[0][1] as number
    const line = pairLines([['other', 'other too']])
    const one = { dataset, firstRowId: rewritten }
    const refused = await pairs(context, line, one)
    expect(refused).toMatchObject({ measured: 1, counts: { changed: 0 } })
    expect(rejectsOf(refused)).toMatch('of which there are rewards, labels, rewritings; the rejected text')
    expect(firstDifference(await dump(connection), before)).toBeNull()

    // Of two models and a labeler, before and after rewriting.
    const { removed } = await pairs(context, line, { ...one, replace: true })
    expect(removed).toEqual({ rewards: 8, labels: 4, numbers: 0, rewritings: 2, similarities: 2 })
    const after = await dump(connection)
    for (const table of ['reward', 'label', 'rewrite'] as const)
      expect(after[table]).toEqual(before[table].filter(([, rowId]) => rowId !== rewritten))
    expect(after.entry.length).toBe(before.entry.length - 2)
  })

  it('are refused in RewardBench’s format with the rewards beside them', async () => {
    const { connection, context } = await openFresh(database)
    const lineOf = (answer: string, score: number) =>
      JSON.stringify({
        text_chosen: `\n\nHuman: Hi?\n\nAssistant: ${answer}`,
        text_rejected: '\n\nHuman: Hi?\n\nAssistant: no',
        scores_chosen: score,
        scores_rejected: 0,
      })
    const [first, second] = [lineOf('a', 1), lineOf('b', 2)]
    const bench = (model: string, lines: string[]) =>
      pairs(context, `${lines.join('\n')}\n`, {
        format: 'rewardbench',
        scoredBy: { model, stage: 'POST' },
      })
    await bench('m', [first, second])
    const { reward } = await dump(connection)
    const others = await bench('n', [second, first])
    expect(others).toMatchObject({ measured: 2, counts: { read: 2, conflicts: 2, changed: 0 } })
    expect((await dump(connection)).reward).toEqual(reward)
    const again = await bench('n', [first, lineOf('b', 7)])
    expect(again).toMatchObject({ measured: 0, fates: { added: 0, altered: 2, unchanged: 0 } })
  })
})
