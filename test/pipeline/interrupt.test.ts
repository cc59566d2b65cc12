import { Bool, makeData, Null, RecordBatchStreamWriter, Table, Vector } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import type { Context } from '../../src/pipeline/ingest.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { ingestRewards } from '../../src/pipeline/ingest-rewards.ts'
import { databases, dump, firstDifference, openFresh } from '../databases.ts'
import { csv, manyPairs, REWARDS, rejectsOf, tempFile } from './files.ts'

const dataset = 'd'
const LINES = 7000
const files = [tempFile(`nonsense\n${manyPairs(LINES - 1)}`)]
const pairs = (context: Context) => ingestPairs(context, { dataset, files, format: 'hh-rlhf' })
const rewards = tempFile(csv(REWARDS, [[1, 2, 3]]))
const other = (context: Context) =>
  ingestRewards(context, { dataset, model: 'm', stage: 'PRE', file: rewards })

/** Aborts once so many rows are in. */
const abortedAt = (context: Context, rows: number): Context => {
  const stop = new AbortController()
  const update = (state: { rows: number }) => state.rows >= rows && stop.abort()
  return { ...context, signal: stop.signal, progress: { ...context.progress, update } }
}

describe.each(databases())('an interrupted ingest on $name', (database) => {
  it('goes on behind its last batch', async () => {
    const undisturbed = await openFresh(database)
    const expected = await pairs(undisturbed.context)
    const { connection, prisma, context, notices } = await openFresh(database)

    const first = await pairs(abortedAt(context, 3000))
    expect(first.interrupted).toBe(true)
    expect(first.counts).toEqual({ read: 4000, rejected: 1, duplicates: 0, conflicts: 0, changed: 3 * 3999 })
    expect(first.revision).toBe(1)
    const run = await prisma.run.findFirstOrThrow()
    expect(run).toMatchObject({ state: 'INTERRUPTED', position: 4000, counts: first.counts, error: null })
    expect(run.finishedAt).not.toBeNull()
    expect(await prisma.pair.count()).toBe(3999)

    // A row of the first batches that is gone stays gone: they are not written again.
    await prisma.pair.delete({ where: { datasetId_rowId: { datasetId: 1, rowId: 7 } } })
    const second = await pairs(context)
    expect(notices).toEqual(['going on behind row 4000, where an earlier run was cut off'])
    expect(await prisma.pair.count()).toBe(LINES - 2)
    // Counts and rejects are those of the whole file.
    expect(second).toMatchObject({ interrupted: false, counts: expected.counts })
    expect(rejectsOf(second)).toBe(rejectsOf(expected))
    expect(await prisma.run.findMany()).toEqual([
      expect.objectContaining({
        id: run.id,
        state: 'DONE',
        position: LINES,
        counts: { ...expected.counts, ...expected.fates },
      }),
    ])

    // Done is done: the same command is a new run, from the beginning.
    const third = await pairs(context)
    expect(third).toMatchObject({ counts: { ...expected.counts, changed: 3 }, revision: 3 })
    expect(await prisma.run.count()).toBe(2)
    await undisturbed.prisma.dataset.updateMany({ data: { revision: 3 } })
    expect(firstDifference(await dump(connection), await dump(undisturbed.connection))).toBeNull()
  })

  it('starts over when another command was there in between', async () => {
    const undisturbed = await openFresh(database)
    await pairs(undisturbed.context)
    await other(undisturbed.context)
    const { connection, prisma, context, notices } = await openFresh(database)
    await pairs(abortedAt(context, 1))
    expect(await prisma.pair.count()).toBe(1999)
    await other(context)
    await prisma.pair.delete({ where: { datasetId_rowId: { datasetId: 1, rowId: 7 } } })
    const { counts, revision } = await pairs(context)
    expect(notices).toEqual([])
    expect(counts).toMatchObject({ read: LINES, changed: 3 * (LINES - 2000) + 3 })
    expect(revision).toBe(3)
    const runs = await prisma.run.findMany({ orderBy: { id: 'asc' } })
    expect(runs.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      'PAIRS INTERRUPTED',
      'REWARDS DONE',
      'PAIRS DONE',
    ])
    await undisturbed.prisma.dataset.updateMany({ data: { revision: 3 } })
    expect(firstDifference(await dump(connection), await dump(undisturbed.connection))).toBeNull()
  })

  it('is the same command only with the same options on the same file', async () => {
    const { context, notices } = await openFresh(database)
    await pairs(abortedAt(context, 1))
    const { counts } = await ingestPairs(context, {
      ...{ dataset, files, format: 'hh-rlhf' },
      subset: 's',
    })
    expect(notices).toEqual([])
    // All pairs change, for their subset; of the entries only those that aren't there.
    expect(counts.changed).toBe(LINES - 1 + 2 * (LINES - 2000))
  })

  it('that wrote everything before it was cut off makes its revision in the end', async () => {
    const { prisma, context } = await openFresh(database)
    const { counts } = await pairs(context)
    // As kill -9 leaves it between the last batch and the end of the run.
    const killed = () =>
      Promise.all([
        prisma.run.updateMany({ data: { state: 'RUNNING', finishedAt: null } }),
        prisma.dataset.updateMany({ data: { revision: 0 } }),
      ])
    await killed()
    expect(await pairs(context)).toMatchObject({ counts, revision: 1 })

    await killed()
    expect(await other(context)).toMatchObject({ revision: 2 })
    expect(await pairs(context)).toMatchObject({ counts: { changed: 0 }, revision: 2 })
  })

  it('whose repetition changes nothing makes no revision', async () => {
    const { context } = await openFresh(database)
    const first = await pairs(abortedAt(context, LINES))
    expect(first).toMatchObject({ interrupted: true, revision: 1, counts: { read: LINES } })
    expect(await pairs(context)).toMatchObject({ interrupted: false, revision: 1, counts: first.counts })
  })
})

it('an ingest whose rows are all rejected is stopped, though it neither reads nor writes', async () => {
  const { prisma, context } = await openFresh(databases()[0])
  const length = 400_000
  const nulls = new Vector([makeData({ type: new Null(), length })])
  const bools = new Vector([makeData({ type: new Bool(), length, data: new Uint8Array(length / 8) })])
  const table = new Table({ prompt: nulls, chosen: nulls, rejected: nulls, kept: bools })
  const file = tempFile(Buffer.from(RecordBatchStreamWriter.writeAll(table).toUint8Array(true)))
  const stop = new AbortController()
  // As a signal comes: by the event loop.
  const update = ({ rows }: { rows: number }) => void (rows > 0 && setTimeout(() => stop.abort(), 0))
  const { counts, interrupted } = await ingestPairs(
    { ...context, signal: stop.signal, progress: { ...context.progress, update } },
    { dataset, files: [file] },
  )
  expect(interrupted).toBe(true)
  expect(counts.read).toBeLessThan(length / 2)
  expect(counts.rejected).toBe(counts.read)
  expect(await prisma.dataset.count()).toBe(0)
})
