import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { Conflict, InvalidInput, NotFound } from '../../src/domain/errors.ts'
import { CutShort } from '../../src/ingest/cut-short.ts'
import { ingestLabels } from '../../src/pipeline/ingest-labels.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { ingestRewards } from '../../src/pipeline/ingest-rewards.ts'
import { ingestRewrites } from '../../src/pipeline/ingest-rewrites.ts'
import { databases, dump, firstDifference, openFresh } from '../databases.ts'
import { SEAL_SMALL } from '../graphql/ask.ts'
import { csv, manyPairs, pairLines, REWARDS, rejectsOf, tempFile } from './files.ts'

const dataset = 'd'
const model = { dataset, model: 'm', stage: 'PRE' } as const

/** A database with a dataset of so many pairs. */
const withPairs = async (database: Parameters<typeof openFresh>[0], count: number) => {
  const all = await openFresh(database)
  await ingestPairs(all.context, { dataset, files: [tempFile(manyPairs(count))] })
  return all
}
type Opened = Awaited<ReturnType<typeof withPairs>>

const lastRun = ({ prisma }: Opened) => prisma.run.findFirstOrThrow({ orderBy: { id: 'desc' } })
const scores = ({ connection }: Opened) =>
  connection.query('SELECT row_id, side, score FROM reward ORDER BY row_id, side')
const revisionOf = async ({ prisma }: Opened) => (await prisma.dataset.findFirstOrThrow()).revision

describe.each(databases())('bad input on $name', (database) => {
  it('a missing column writes nothing', async () => {
    const all = await withPairs(database, 1)
    const before = await dump(all.connection)
    const { id } = await lastRun(all)
    const file = tempFile('row_id,chosen_score\n0,1\n')
    const error = await ingestRewards(all.context, { ...model, file }).catch((error) => error)
    expect(error).toBeInstanceOf(InvalidInput)
    expect(error.message).toBe(`${file} lacks the column rejected_score; it has row_id, chosen_score`)
    expect(firstDifference(await dump(all.connection), before)).toBeNull()
    expect((await lastRun(all)).id).toBe(id)
  })

  it('a file that is not there, or is empty, makes no dataset', async () => {
    const { prisma, context } = await openFresh(database)
    await expect(ingestPairs(context, { dataset, files: ['/no/such/file'] })).rejects.toThrow(
      '/no/such/file: there is no such file',
    )
    const [good, empty] = [tempFile(manyPairs(1)), tempFile('')]
    await expect(ingestPairs(context, { dataset, files: [empty] })).rejects.toThrow(`${empty} is empty`)
    await expect(ingestPairs(context, { dataset, files: [good, '/no/such/file'] })).rejects.toThrow(
      InvalidInput,
    )
    expect([await prisma.dataset.count(), await prisma.run.count()]).toEqual([0, 0])
  })

  it('a file without a usable row makes nothing', async () => {
    const { prisma, context, connection } = await withPairs(database, 1)
    const before = await dump(connection)
    const noPairs = tempFile('{"text": "no pair"}\n'.repeat(2001))
    const outcome = await ingestPairs(context, { dataset: 'none', format: 'hh-rlhf', files: [noPairs] })
    expect(outcome).toMatchObject({ counts: { read: 2001, rejected: 2001, changed: 0 }, revision: null })
    expect(rejectsOf(outcome).trim().split('\n')).toHaveLength(1 + 2001)
    const ofOthers = tempFile(csv(REWARDS, [[7, 1, 2]]))
    await ingestRewards(context, { ...model, file: ofOthers })
    await ingestLabels(context, {
      dataset,
      labeler: 'l',
      file: tempFile(readFileSync(SEAL_SMALL.labels, 'utf8').split('\r\n')[0]),
    })
    const rewrites = { rewriter: 'r', pre: 'pre', post: 'post', labeler: 'l', file: SEAL_SMALL.rewrites }
    expect(await ingestRewrites(context, { dataset, ...rewrites })).toMatchObject({
      counts: { read: 400, rejected: 400, changed: 0 },
      revision: 1,
    })
    expect(firstDifference(await dump(connection), before)).toBeNull()
    const runs = await prisma.run.findMany({ orderBy: { id: 'asc' } })
    expect(runs.map(({ kind, state }) => [kind, state])).toEqual(
      ['PAIRS', 'REWARDS', 'LABELS', 'REWRITES'].map((kind) => [kind, 'DONE']),
    )
  })

  it('rows before the first usable one are listed, and the run goes on behind them', async () => {
    const { prisma, context } = await openFresh(database)
    const file = tempFile(`${'{"text": "no pair"}\n'.repeat(2500)}${manyPairs(1)}`)
    const outcome = await ingestPairs(context, { dataset, format: 'hh-rlhf', files: [file] })
    expect(outcome.counts).toEqual({ read: 2501, rejected: 2500, duplicates: 0, conflicts: 0, changed: 3 })
    expect(rejectsOf(outcome).trim().split('\n')).toHaveLength(1 + 2500)
    expect(await prisma.run.findFirst()).toMatchObject({ position: 2501, state: 'DONE' })
    expect(await prisma.pair.findFirst()).toMatchObject({ rowId: 2500 })
  })

  it('an unknown dataset is named beside the known ones', async () => {
    const { prisma, context } = await withPairs(database, 1)
    const file = tempFile(csv(REWARDS, [[0, 1, 2]]))
    await ingestPairs(context, { dataset: 'another', files: [tempFile(manyPairs(1))] })
    const error = await ingestRewards(context, { ...model, dataset: 'D', file }).catch((error) => error)
    expect(error).toBeInstanceOf(NotFound)
    expect(error.message).toBe('unknown dataset "D"; known: another, d')
    expect([await prisma.rewardModel.count(), await prisma.run.count()]).toEqual([0, 2])
  })

  it('rows that cannot be used are listed, the rest is in', async () => {
    const all = await withPairs(database, 4)
    const file = tempFile(
      csv(REWARDS, [
        [0, 1, 2],
        [1, 'NaN', 2],
        [2, 1.5, 'a "b", c'],
        [7, 1, 2],
        ['x', 1, 2],
        [3, 3, 4],
      ]),
    )
    const outcome = await ingestRewards(all.context, { ...model, file })
    expect(outcome.counts).toEqual({ read: 6, rejected: 4, duplicates: 0, conflicts: 0, changed: 4 })
    expect(rejectsOf(outcome)).toBe(
      [
        'file,line,row_id,reason',
        `${file},3,1,"chosen_score is ""NaN""; it must be a finite number"`,
        `${file},4,2,"rejected_score is ""a \\""b\\"", c""; it must be a finite number"`,
        `${file},5,7,no pair has row_id 7`,
        `${file},6,,"row_id is ""x""; it must be an integer from 0 to 2147483647"`,
        '',
      ].join('\n'),
    )
    expect(await scores(all)).toEqual([
      [0, 'CHOSEN', 1],
      [0, 'REJECTED', 2],
      [3, 'CHOSEN', 3],
      [3, 'REJECTED', 4],
    ])
    expect(await lastRun(all)).toMatchObject({ state: 'DONE', counts: outcome.counts })

    // The rejects file belongs to the last run of the command.
    writeFileSync(file, csv(REWARDS, [[1, 5, 6]]))
    const repaired = await ingestRewards(all.context, { ...model, file })
    expect(repaired.counts).toMatchObject({ rejected: 0, changed: 2 })
    expect(() => rejectsOf(outcome)).toThrow('ENOENT')
  })

  it('of a row that comes twice the last one counts', async () => {
    const all = await withPairs(database, 3000)
    const rows: [number, number, number][] = Array.from({ length: 3000 }, (_, row) => [row, row, -row])
    rows.splice(5, 0, [4, 40, 41])
    rows.push([5, 500, 501], [0, 0.5, 1.5])
    const file = tempFile(csv(REWARDS, rows))
    const { counts } = await ingestRewards(all.context, { ...model, file })
    // Rows 0 and 5 are written twice, in their own batch and in the last one.
    expect(counts).toEqual({ read: 3003, rejected: 0, duplicates: 3, conflicts: 0, changed: 6000 + 4 })
    const stored = await scores(all)
    expect(stored.length).toBe(6000)
    expect(stored.slice(0, 2)).toEqual([
      [0, 'CHOSEN', 0.5],
      [0, 'REJECTED', 1.5],
    ])
    expect(stored.slice(8, 14)).toEqual([
      [4, 'CHOSEN', 40],
      [4, 'REJECTED', 41],
      [5, 'CHOSEN', 500],
      [5, 'REJECTED', 501],
      [6, 'CHOSEN', 6],
      [6, 'REJECTED', -6],
    ])
  })

  it('of two labels of one entry the last one counts', async () => {
    const all = await withPairs(database, 2)
    const rows = [
      [0, 'chosen', 'True'],
      [0, 'rejected', 'True'],
      [0, 'chosen', 'False'],
    ]
    const file = tempFile(csv('row_id,preference,last_response_is_honest', rows))
    const { counts } = await ingestLabels(all.context, { dataset, labeler: 'l', incomplete: true, file })
    expect(counts).toEqual({ read: 3, rejected: 0, duplicates: 1, conflicts: 0, changed: 2 })
    const stored = await all.connection.query(
      'SELECT side, features FROM label WHERE known > 0 ORDER BY side',
    )
    expect(stored.map(([side, features]) => [side, Number(features) > 0])).toEqual([
      ['CHOSEN', false],
      ['REJECTED', true],
    ])
  })

  it('of a gzip that is cut short the rows before the cut are in', async () => {
    const undisturbed = await withPairs(database, 6000)
    const cut = await openFresh(database)
    const whole = gzipSync(manyPairs(6000))
    const file = tempFile(whole.subarray(0, Math.round(whole.length * 0.8)))
    const ingest = () => ingestPairs(cut.context, { dataset, files: [file] })
    const error = await ingest().catch((error) => error)
    expect(error).toBeInstanceOf(CutShort)
    expect(error.message).toMatch(`${file}: the gzip ends early, after line `)
    const run = await lastRun(cut)
    // Where the file lies is nobody's business who asks the server.
    const told = error.message.replace(file, path.basename(file))
    expect(run).toMatchObject({ state: 'FAILED', error: told, finishedAt: expect.any(Date) })
    const { read, rejected, changed } = run.counts as Record<string, number>
    expect(run.position).toBe(read)
    // More than two batches, and the part of a batch that is there.
    expect(read).toBeGreaterThan(4000)
    expect(read % 2000).not.toBe(0)
    expect(rejected).toBe(1)
    expect(changed).toBe(3 * (read - 1))
    expect(await cut.prisma.pair.count()).toBe(read - 1)
    expect(await revisionOf(cut)).toBe(1)

    // The same again changes nothing.
    await expect(ingest()).rejects.toThrow(error.message)
    expect(await lastRun(cut)).toMatchObject({ id: run.id, state: 'FAILED', counts: run.counts })
    expect(await revisionOf(cut)).toBe(1)

    writeFileSync(file, whole)
    const outcome = await ingest()
    expect(outcome.counts).toMatchObject({ read: 6000, rejected: 0, changed: 3 * (6000 - read + 1) })
    expect(outcome.revision).toBe(2)
    await undisturbed.prisma.dataset.updateMany({ data: { revision: 2 } })
    expect(firstDifference(await dump(cut.connection), await dump(undisturbed.connection))).toBeNull()
  })

  it('after a later file that cannot be used, the same files once repaired give the whole', async () => {
    const undisturbed = await withPairs(database, 3000)
    const all = await openFresh(database)
    const lines = manyPairs(3000).split('\n')
    const files = [tempFile(`${lines.slice(0, 2500).join('\n')}\n`), tempFile('')]
    const ingest = () => ingestPairs(all.context, { dataset, files })
    await expect(ingest()).rejects.toThrow(`${files[1]} is empty`)
    expect(all.notices).toContain('2500 rows before the error went in')
    expect(await lastRun(all)).toMatchObject({ state: 'FAILED', position: 2500 })
    writeFileSync(files[1], lines.slice(2500).join('\n'))
    expect((await ingest()).counts).toMatchObject({ read: 3000, rejected: 0, changed: 3 * 500 })
    await undisturbed.prisma.dataset.updateMany({ data: { revision: 2 } })
    expect(firstDifference(await dump(all.connection), await dump(undisturbed.connection))).toBeNull()
  })

  it('a last line that is cut is rejected as such', async () => {
    const all = await openFresh(database)
    const file = tempFile(manyPairs(3).slice(0, -20))
    const outcome = await ingestPairs(all.context, { dataset, files: [file] })
    expect(outcome.counts).toMatchObject({ read: 3, rejected: 1, changed: 6 })
    expect(rejectsOf(outcome)).toMatch(`${file},3,2,"the last line, which no newline ends, is not JSON: `)

    const rewards = tempFile(`${csv(REWARDS, [[0, 1, 2]])}1,2`)
    const cut = await ingestRewards(all.context, { ...model, file: rewards })
    expect(cut.counts).toMatchObject({ read: 2, rejected: 1 })
    expect(rejectsOf(cut)).toMatch(`${rewards},3,,`)

    // Cut inside a number: nobody can tell, but a word about it is due.
    const number = tempFile(`${csv(REWARDS, [[0, 1, 2]])}1,2,3.14`)
    await ingestRewards(all.context, { ...model, file: number })
    expect(all.notices).toContainEqual(expect.stringMatching(`${number}: the row in line 3 has no newline`))
  })

  it('lines that are no pairs are listed with their row ids', async () => {
    const all = await openFresh(database)
    const file = tempFile(`${manyPairs(1)}{"chosen": "a"}\n[]\n\nnonsense\n${manyPairs(1)}`)
    const outcome = await ingestPairs(all.context, { dataset, files: [file] })
    expect(outcome.counts).toMatchObject({ read: 5, rejected: 3 })
    const rejects = rejectsOf(outcome).trimEnd().split('\n').slice(1)
    expect(rejects.map((line) => line.slice(file.length + 1))).toEqual([
      '2,1,"""rejected"" is missing; the line has chosen"',
      expect.stringMatching('^3,2,'),
      expect.stringMatching('^5,4,"the line is not JSON'),
    ])
    const stored = await all.connection.query('SELECT row_id FROM pair ORDER BY row_id')
    expect(stored).toEqual([[0], [5]])
    expect(all.notices).toContainEqual(expect.stringMatching('1 blank line has no pair'))
  })

  it('an attribute that is of pairs here and of entries there is named with its file and line', async () => {
    const { context, prisma } = await openFresh(database)
    const line = (beside: object) =>
      `${JSON.stringify({ prompt: 'q', chosen: 'a', rejected: 'b', kept: 1, ...beside })}\n`
    const files = [tempFile(line({ score: 1 }) + line({ score_chosen: 1, score_rejected: 2 }))]
    await expect(ingestPairs(context, { dataset, files })).rejects.toThrow(
      `${files[0]}: line 2, row 1: "score" is an attribute of entries here, and of pairs in this dataset; --attributes with the names of others leaves it out`,
    )
    await ingestPairs(context, { dataset, files, attributes: ['kept'] })
    expect(await prisma.pair.count()).toBe(2)
  })

  it('a model keeps its stage', async () => {
    const all = await withPairs(database, 1)
    const file = tempFile(csv(REWARDS, [[0, 1, 2]]))
    await ingestRewards(all.context, { ...model, file })
    const before = await dump(all.connection)
    const error = await ingestRewards(all.context, { ...model, stage: 'POST', file }).catch((error) => error)
    expect(error).toBeInstanceOf(Conflict)
    expect(error.message).toBe('model "m" of dataset "d" is PRE, not POST')
    expect(firstDifference(await dump(all.connection), before)).toBeNull()
    expect(await all.prisma.run.count()).toBe(2)
  })

  it('files follow one another, from the first row id on', async () => {
    const all = await openFresh(database)
    // A line that is rejected and a blank one keep their row ids.
    const first = tempFile(`${pairLines([['a', 'A']])}nonsense\n\n${pairLines([['b', 'B']])}`)
    const second = tempFile(
      gzipSync(
        pairLines([
          ['c', 'C'],
          ['d', 'D'],
        ]),
      ),
    )
    const third = tempFile(pairLines([['e', 'E']]))
    const outcome = await ingestPairs(all.context, {
      dataset,
      subset: 's',
      firstRowId: 10,
      files: [first, second, third],
    })
    expect(outcome.counts).toMatchObject({ read: 6, rejected: 1 })
    expect(rejectsOf(outcome)).toMatch(`${first},2,11,`)
    const stored = await all.connection.query(
      `SELECT row_id, subset, text FROM entry JOIN pair USING (dataset_id, row_id)
       WHERE side = 'CHOSEN' ORDER BY row_id`,
    )
    expect(stored).toEqual(
      [
        [10, 'a'],
        [13, 'b'],
        [14, 'c'],
        [15, 'd'],
        [16, 'e'],
      ].map(([rowId, text]) => [rowId, 's', `Assistant: ${text}`]),
    )
    expect((await lastRun(all)).file).toBe(
      [first, second, third].map((file) => path.basename(file)).join(', '),
    )
  })
})
