import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Context } from '../../src/pipeline/ingest.ts'
import { ingestPairs, type PairsOptions } from '../../src/pipeline/ingest-pairs.ts'
import { databases, dump, firstDifference, openFresh } from '../databases.ts'
import { parquetOf } from '../ingest/parquet-files.ts'
import { runIngest } from './command-line.ts'
import { conversation, manyPairs, rejectsOf, tempFile } from './files.ts'

const dataset = 'd'
const scoredBy = { model: 'm', stage: 'PRE' } as const
const ROWS = 2500

const row = (at: number) => ({
  prompt: [{ role: 'user', content: 'Hi?' }],
  chosen: [{ role: 'assistant', content: `yes ${at}` }],
  rejected: [{ role: 'assistant', content: `no ${at}` }],
})
const parquet = tempFile(
  parquetOf(
    Array.from({ length: ROWS }, (_, at) => row(at)),
    { rowGroupSize: 700 },
  ),
)
const score = (at: number) => ({
  prompt: 'Hi?',
  results: at % 2,
  scores_chosen: at,
  scores_rejected: 2 * at + (at % 2 ? -at - 1 : 1),
  text_chosen: conversation(`yes ${at}`),
  text_rejected: conversation(`no ${at}`),
})
const scored = (count: number) =>
  Array.from({ length: count }, (_, at) => `${JSON.stringify(score(at))}\n`).join('')

const abortedAt = (context: Context, rows: number): Context => {
  const stop = new AbortController()
  const update = (state: { rows: number }) => state.rows >= rows && stop.abort()
  return { ...context, signal: stop.signal, progress: { ...context.progress, update } }
}

describe.each(databases())('pairs in other formats on $name', (database) => {
  it('give from Parquet what they give from hh-rlhf, interrupted or not', async () => {
    const undisturbed = await openFresh(database)
    await ingestPairs(undisturbed.context, { dataset, files: [tempFile(manyPairs(ROWS))] })
    const all = await openFresh(database)
    const options: PairsOptions = { dataset, format: 'trl', files: [parquet] }
    const first = await ingestPairs(abortedAt(all.context, 1000), options)
    expect(first).toMatchObject({ interrupted: true, counts: { read: 2000, changed: 6000 } })
    const second = await ingestPairs(all.context, options)
    expect(all.notices).toEqual(['going on behind row 2000, where an earlier run was cut off'])
    expect(second.counts).toEqual({ read: ROWS, rejected: 0, duplicates: 0, conflicts: 0, changed: 3 * ROWS })
    expect((await ingestPairs(all.context, options)).counts.changed).toBe(0)
    await undisturbed.prisma.dataset.updateMany({ data: { revision: second.revision ?? 0 } })
    expect(firstDifference(await dump(all.connection), await dump(undisturbed.connection))).toBeNull()
  })

  it('make no dataset when a column is missing', async () => {
    const { prisma, context } = await openFresh(database)
    const file = tempFile(parquetOf([{ prompt: 'a', chosen: 'b' }]))
    await expect(ingestPairs(context, { dataset, format: 'trl', files: [file] })).rejects.toThrow(
      `${file} lacks the column rejected; it has prompt, chosen`,
    )
    await expect(ingestPairs(context, { dataset, format: 'hh-rlhf', files: [parquet] })).rejects.toThrow(
      'is Parquet',
    )
    expect([await prisma.dataset.count(), await prisma.run.count()]).toEqual([0, 0])
  })

  it('bring the rewards of RewardBench with the pairs, in one run', async () => {
    const all = await openFresh(database)
    const file = tempFile(`${scored(2200)}{"text_chosen": 1}\n`)
    const options: PairsOptions = { dataset, format: 'rewardbench', scoredBy, files: [file] }
    const first = await ingestPairs(abortedAt(all.context, 1000), options)
    expect(first).toMatchObject({ interrupted: true, counts: { read: 2000, changed: 5 * 2000 } })
    const { counts, ...outcome } = await ingestPairs(all.context, options)
    expect(counts).toEqual({ read: 2201, rejected: 1, duplicates: 0, conflicts: 0, changed: 5 * 2200 })
    expect(rejectsOf(outcome)).toContain(`${file},2201,2200,`)
    expect(await all.prisma.run.count()).toBe(1)
    expect([await all.prisma.pair.count(), await all.prisma.reward.count()]).toEqual([2200, 4400])
    const stored = await all.connection.query('SELECT side, score FROM reward WHERE row_id = 8 ORDER BY side')
    expect(stored).toEqual([
      ['CHOSEN', 8],
      ['REJECTED', 17],
    ])
    expect(await all.prisma.dataset.findFirst()).toMatchObject({ preModelId: 1, postModelId: null })
    expect((await ingestPairs(all.context, options)).counts.changed).toBe(0)

    const before = await dump(all.connection)
    const other: PairsOptions = { ...options, scoredBy: { model: 'm', stage: 'POST' } }
    await expect(ingestPairs(all.context, other)).rejects.toThrow('model "m" of dataset "d" is PRE, not POST')
    expect(firstDifference(await dump(all.connection), before)).toBeNull()
  })

  it('need a model where there are scores, and only there', async () => {
    const { context } = await openFresh(database)
    const files = [tempFile(scored(1))]
    await expect(ingestPairs(context, { dataset, format: 'rewardbench', files })).rejects.toThrow(
      /rewardbench has a model's scores: a model and its stage say whose they are/,
    )
    await expect(ingestPairs(context, { dataset, files })).rejects.toThrow(/a model and its stage say whose/)
    const unscored = { dataset, scoredBy, files: [tempFile(manyPairs(1))] }
    await expect(ingestPairs(context, unscored)).rejects.toThrow(/hh-rlhf has none by itself; --scores/)
  })

  it('that give several pairs a row go on within a row where they were interrupted', async () => {
    const answers = (row: number) =>
      ['a', 'b', 'c'].map((answer, rank) => ({ answer: `${answer} ${row}`, rank, model: `m${rank}` }))
    const line = (row: number) =>
      `${JSON.stringify({ prompt: `q ${row}`, answers: answers(row), turns: 1 })}\n`
    const rows = Array.from({ length: 900 }, (_, row) => line(row))
    const files = [tempFile(rows.slice(0, 500).join('')), tempFile(rows.slice(500).join(''))]
    const undisturbed = await openFresh(database)
    const whole = await ingestPairs(undisturbed.context, { dataset, files })
    expect(whole).toMatchObject({ counts: { read: 2700 }, tally: { rows: 900, pairs: 2700, ties: 0 } })
    const all = await openFresh(database)
    const first = await ingestPairs(abortedAt(all.context, 1000), { dataset, files })
    expect(first).toMatchObject({ interrupted: true, counts: { read: 2000 } })
    const second = await ingestPairs(all.context, { dataset, files })
    expect(second).toMatchObject({ counts: { read: 2700, rejected: 0 }, tally: { rows: 900, pairs: 2700 } })
    await undisturbed.prisma.dataset.updateMany({ data: { revision: second.revision ?? 0 } })
    expect(firstDifference(await dump(all.connection), await dump(undisturbed.connection))).toBeNull()
    expect(all.notices[0]).toBe(
      `${files[0]}: read as nectar, ranked answers to a prompt (Nectar); --format says otherwise`,
    )
    // Row ids go on over files.
    expect(await all.prisma.pair.findFirst({ orderBy: { rowId: 'desc' } })).toMatchObject({
      rowId: 2699,
      prompt: '\n\nHuman: q 899\n\n',
    })
  })

  it('need places that there are, and scores of one pair a row', async () => {
    const { prisma, context } = await openFresh(database)
    const files = [tempFile(manyPairs(1))]
    const refused = (options: Partial<PairsOptions>, message: string) =>
      expect(ingestPairs(context, { dataset, files, ...options })).rejects.toThrow(message)
    await refused(
      { group: 'topic' },
      `${files[0]} has no "topic", which --group names; it has chosen, rejected`,
    )
    await refused({ id: 'uid' }, '"uid", which --id names')
    await refused({ scores: ['a', 'b'] }, '--scores needs a model and its stage')
    await refused({ scores: ['a', 'b'], scoredBy }, '"a", which --scores names')
    const nectar = [tempFile('{"prompt":"q","answers":[{"answer":"a","rank":1},{"answer":"b","rank":2}]}\n')]
    await refused({ scores: ['a', 'b'], scoredBy, files: nectar }, 'nectar has several')
    await refused({ pairs: 'adjacent' }, '--pairs is for files whose rows have several answers')
    await refused({ prefer: 'safer' }, '--prefer is for pku-saferlhf, and the files are hh-rlhf')
    await refused({ scoredBy, files: nectar }, 'nectar has none by itself')
    expect(await prisma.dataset.count()).toBe(0)
  })

  it('that end in a damaged row group keep what comes before', async () => {
    const all = await openFresh(database)
    const whole = readFileSync(parquet)
    const plain = parquetOf(
      Array.from({ length: 600 }, (_, at) => row(at)),
      { rowGroupSize: 200, codec: 'UNCOMPRESSED' },
    )
    const at = plain.indexOf('yes 400')
    plain.fill(0xff, at - 4, at)
    const file = tempFile(plain)
    await expect(ingestPairs(all.context, { dataset, format: 'trl', files: [file] })).rejects.toThrow(
      /the Parquet is damaged in row group 3 \(.*\), after row 400;/,
    )
    expect(await all.prisma.pair.count()).toBe(400)
    writeFileSync(file, whole)
    await ingestPairs(all.context, { dataset, format: 'trl', files: [file] })
    expect(await all.prisma.pair.count()).toBe(ROWS)
  })
})

describe('npm run ingest -- pairs', () => {
  const pairs = ['pairs', '--dataset', 'd']
  it('says how many pairs and ties the rows gave', async () => {
    const { url, drop } = await databases()[0].create()
    try {
      const file = path.resolve('test/fixtures/formats/ultrafeedback.jsonl')
      const { code, output } = await runIngest(url, ...pairs, file)
      expect(output).toContain('3 rows read, with 9 pairs, 1 of them ties: 0 rejected')
      expect(output).toContain('ultrafeedback.jsonl: read as ultrafeedback, rated answers to an instruction')
      expect(code).toBe(0)
    } finally {
      await drop()
    }
  })

  it.each([
    [['--map', 'chosen=a'], '--map must say what rejected is'],
    [['--map', 'chosen=a,rejected=b', '--format', 'trl'], "'--map <places>' cannot be used with option"],
    [['--scores', 'a'], 'It must be two names with a comma'],
    [['--scores', 'a,b'], '--scores needs --model and --stage'],
    [['--model', 'm'], '--model and --stage go together'],
    [['--pairs', 'some'], 'Allowed choices are all, best-worst, adjacent'],
    [['--prefer', 'nicer'], 'Allowed choices are better, safer'],
  ])('with %j is wrong as well', async (options, message) => {
    const { code, output } = await runIngest('file:never.db', ...pairs, ...options, parquet)
    expect(output).toContain(message)
    expect(code).toBe(2)
  })

  it.each([
    [['--format', 'csv'], 'Allowed choices are hh-rlhf, trl, rewardbench, webgpt'],
    [['--format', 'rewardbench', '--model', 'm'], '--format rewardbench needs --model and --stage'],
    [['--format', 'trl', '--model', 'm'], '--model and --stage are for --format rewardbench'],
  ])('with %j is wrong', async (options, message) => {
    const { code, output } = await runIngest('file:never.db', ...pairs, ...options, parquet)
    expect(output).toMatch(message)
    expect(code).toBe(2)
  })
})
