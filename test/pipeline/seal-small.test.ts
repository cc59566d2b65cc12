import { describe, expect, it } from 'vitest'
import { databases, dump, firstDifference, openFresh, sizes } from '../databases.ts'
import { COMMANDS, dataset, ingestSealSmall } from './seal-small.ts'

const EXPECTED = [
  { kind: 'PAIRS', file: 'pairs.jsonl', read: 600, changed: 600 * 3 },
  { kind: 'REWARDS', file: 'compare-pre.csv', read: 600, changed: 600 * 2 },
  { kind: 'REWARDS', file: 'compare-post.csv', read: 600, changed: 600 * 2 },
  { kind: 'LABELS', file: 'taxonomy.csv', read: 1200, changed: 1200 },
  { kind: 'LABELS', file: 'taxonomy-control.csv', read: 400, changed: 400 },
  // Texts, two rewards and a label of both sides, and the similarities.
  { kind: 'REWRITES', file: 'rewrite.csv', read: 400, changed: 400 * (2 * 4 + 1) },
]
const run = ({ kind, file, read, changed }: (typeof EXPECTED)[number]) => ({
  kind,
  state: 'DONE',
  file,
  position: read,
  counts: { read, rejected: 0, duplicates: 0, conflicts: 0, changed },
  error: null,
  finishedAt: expect.any(Date),
})

describe.each(databases())('seal-small on $name', (database) => {
  it('goes in, once', async () => {
    const { connection, prisma, context, notices } = await openFresh(database)
    for (const [index, command] of COMMANDS.entries()) {
      const { counts, revision, interrupted } = await command(context)
      expect([revision, interrupted]).toEqual([index + 1, false])
      expect(counts).toEqual(run(EXPECTED[index]).counts)
    }
    const runs = await prisma.run.findMany({ orderBy: { id: 'asc' } })
    expect(runs).toEqual(
      EXPECTED.map(run).map(({ counts, ...rest }) => {
        const fates = { added: counts.read, altered: 0, unchanged: 0 }
        return expect.objectContaining({ ...rest, counts: { ...counts, ...fates } })
      }),
    )
    for (const { startedAt, finishedAt } of runs) {
      expect(Date.now() - startedAt.getTime()).toBeLessThan(120_000)
      expect(finishedAt!.getTime()).toBeGreaterThanOrEqual(startedAt.getTime())
    }
    const before = await dump(connection)
    expect(sizes(before)).toEqual({
      dataset: 1,
      variant: 2,
      reward_model: 2,
      labeler: 2,
      pair: 600,
      entry: 600 * 2 + 400 * 2,
      reward: 600 * 4 + 400 * 4,
      label: 1200 + 400 + 400 * 2,
      rewrite: 400,
    })
    const { revision, preModelId, postModelId, labelerId } = await prisma.dataset.findUniqueOrThrow({
      where: { name: dataset },
    })
    expect({ revision, preModelId, postModelId, labelerId }).toEqual({
      revision: 6,
      preModelId: 1,
      postModelId: 2,
      labelerId: 1,
    })

    for (const [index, command] of COMMANDS.entries()) {
      const { counts, revision } = await command(context)
      expect([revision, counts]).toEqual([6, { ...run(EXPECTED[index]).counts, changed: 0 }])
    }
    expect(firstDifference(await dump(connection), before)).toBeNull()
    expect(notices).toEqual([])
  })
})

it('is the same in every database', async () => {
  const dumps = []
  for (const database of databases()) {
    const { connection, context } = await openFresh(database)
    await ingestSealSmall(context)
    dumps.push(await dump(connection))
  }
  for (const other of dumps) expect(firstDifference(other, dumps[0])).toBeNull()
})
