import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { databases, openAll, type TestDatabase } from '../databases.ts'
import { temporaryFolder } from '../temporary.ts'
import {
  endOf,
  runIngest,
  startEmbed,
  startIngest,
  startLabel,
  startRewrite,
  startScore,
  startServe,
} from './command-line.ts'
import { csv, manyPairs, REWARDS, tempFile } from './files.ts'

const pairs = tempFile(manyPairs(3))
const rewards = ['rewards', '--dataset', 'd', '--model', 'm', '--stage', 'PRE']

describe.each(databases())('npm run ingest on $name', ({ create }) => {
  let database: TestDatabase
  const run = (...parameters: string[]) => runIngest(database.url, ...parameters)
  beforeAll(async () => {
    database = await create()
    return () => database.drop()
  })

  it('says what it did', async () => {
    const { code, output } = await run('pairs', '--dataset', 'd', '--subset', 's', pairs)
    expect(output).toBe(
      [
        `${pairs}: read as hh-rlhf, chosen and rejected conversations as texts (hh-rlhf); --format says otherwise`,
        '3 rows read: 0 rejected, 0 repeated (the last one counts), 0 conflicts',
        'dataset "d", at revision 1: 3 pairs new, 0 changed, 0 unchanged, 0 rejected',
        'what it lacks next: rewards of a model, by `npm run ingest -- rewards --dataset d --model MODEL --stage POST FILE` or `npm run score -- --dataset d --help`',
        'with `npm run serve` it is shown at http://127.0.0.1:4000/?dataset=d',
        '',
      ].join('\n'),
    )
    expect(code).toBe(0)
  })

  it('is done although rows are rejected, and says where they are listed', async () => {
    const file = tempFile(
      csv(REWARDS, [
        [0, 1, 2],
        [1, 'nan', 2],
        [9, 1, 2],
      ]),
    )
    const { code, output } = await run(...rewards, file)
    expect(code).toBe(0)
    expect(output).toMatch('3 rows read: 2 rejected, 0 repeated (the last one counts), 0 conflicts\n')
    expect(output).toMatch(
      '\nrewards of "m" in dataset "d", at revision 2: 1 pair new, 0 changed, 0 unchanged, 2 rejected\nwhat it lacks next: labels, by `npm run ingest -- labels --dataset d',
    )
    const [, rejects] = output.match(/rejects and conflicts, with file and line: (.*)\n/)!
    expect(readFileSync(path.resolve(temporaryFolder(), rejects), 'utf8')).toBe(
      [
        'file,line,row_id,reason',
        `${file},3,1,"chosen_score is ""nan""; it must be a finite number"`,
        `${file},4,9,no pair has row_id 9`,
        '',
      ].join('\n'),
    )
  })

  it('puts no other texts under what was measured, and says so in the end', async () => {
    const others = tempFile(manyPairs(3).split('\n').slice(0, 3).reverse().join('\n'))
    const refused = await run('pairs', '--dataset', 'd', '--subset', 's', others)
    expect(refused.output).toMatch(
      '\n1 row has other texts than those that were measured, and are left out; --replace takes them',
    )
    expect(refused.output).toMatch(
      '\ndataset "d", at revision 3: 0 pairs new, 1 changed, 1 unchanged, 1 rejected\n',
    )
    expect(refused.output).toMatch(
      /\nerror: 1 of 3 rows with other texts than those that were measured: .*\n$/,
    )
    expect(refused.code).toBe(1)
    const replaced = await run('pairs', '--dataset', 'd', '--subset', 's', '--replace', others)
    expect(replaced.output).toMatch('\nremoved, as they were of texts that are replaced: 2 rewards\n')
    expect(replaced.code).toBe(0)
  })

  it('ends between two batches when it is told to stop', async () => {
    const file = tempFile(manyPairs(15_000))
    const parameters = ['pairs', '--dataset', 'stopped', file]
    const { prisma, close } = await openAll(database.url)
    onTestFinished(close)
    const stopped = { where: { dataset: { name: 'stopped' } } }
    const position = async () => (await prisma.run.findFirst(stopped))?.position ?? 0
    const child = startIngest(database.url, parameters)
    let output = ''
    child.stderr.on('data', (bytes) => {
      output += bytes
    })
    const exit = new Promise<number | null>((resolve) => child.once('close', resolve))
    while ((await position()) === 0 && child.exitCode === null)
      await new Promise((wait) => setTimeout(wait, 5))
    child.kill('SIGINT')
    expect(await exit).toBe(1)
    expect(output).toMatch('interrupted; run the same command again to go on')
    const run = await prisma.run.findFirstOrThrow(stopped)
    expect([run.state, run.position % 2000, run.position < 15_000]).toEqual(['INTERRUPTED', 0, true])
    const again = await runIngest(database.url, ...parameters)
    expect(again.output).toMatch(`going on behind row ${run.position}`)
    expect(again.code).toBe(0)
    expect(await prisma.pair.count(stopped)).toBe(15_000)
  })
})

describe('npm run ingest', () => {
  let database: TestDatabase
  let all: Awaited<ReturnType<typeof openAll>>
  const run = (...parameters: string[]) => runIngest(database.url, ...parameters)
  beforeAll(async () => {
    database = await databases()[0].create()
    all = await openAll(database.url)
    await ingestPairs(all.context, { dataset: 'd', files: [pairs] })
  })
  afterAll(async () => {
    await all.close()
    await database.drop()
  })

  it.each([
    [['pairs', pairs], "required option '--dataset <name>' not specified"],
    [['pairs', '--dataset', 'd'], "missing required argument 'file'"],
    [[...rewards.slice(0, -1), 'pre', pairs], 'Allowed choices are PRE, POST'],
    [['pairs', '--dataset', 'd', '--first-row-id', '-1', pairs], 'It must be a whole number from 0 to'],
    [['pairs', '--dataset', 'd', '--first-row-id', '2147483648', pairs], 'number from 0 to 2147483647'],
    [['pairs', '--dataset', '', pairs], 'It must not be empty'],
    [['rewards', '--dataset', 'd', '--model', ' ', '--stage', 'PRE', pairs], 'It must not be empty'],
    [['paris', '--dataset', 'd', pairs], "unknown command 'paris'"],
  ])('%j is wrong', async (parameters, message) => {
    const { code, output } = await run(...parameters)
    expect(output).toMatch(message)
    expect(code).toBe(2)
  })

  it('is shown when asked for', async () => {
    const { code, output } = await run('rewrites', '--help')
    expect(output).toMatch('--incomplete')
    expect(code).toBe(0)
  })

  it('does not repeat a wrong DATABASE_URL', async () => {
    const { code, output } = await runIngest('mysql://u:secret@host/db', 'pairs', '--dataset', 'd', pairs)
    expect(output).toBe('error: DATABASE_URL must begin with file:, postgres:// or postgresql://\n')
    expect(code).toBe(2)
  })

  it.each([{ PORT: 'abc' }, { DATABASE_URL: 'mysql://u:secret@host/db' }])(
    'is wrong usage with %j, whichever command it is',
    async (environment) => {
      const nowhere = 'file:/nowhere/seal.db'
      const openai = ['--dataset', 'd', '--model', 'm', '--backend', 'openai', '--yes']
      const all = [
        startServe(nowhere, [], environment),
        startIngest(nowhere, ['pairs', '--dataset', 'd', pairs], environment),
        startLabel(nowhere, [...openai, '--labeler', 'l'], environment),
        startRewrite(nowhere, [...openai, '--rewriter', 'r'], environment),
        startEmbed(nowhere, [...openai, '--rewriter', 'r'], environment),
        startScore(
          nowhere,
          '--dataset d --model m --stage PRE --backend onnx --path x'.split(' '),
          environment,
        ),
      ]
      const [variable] = Object.keys(environment)
      for (const { code, output } of await Promise.all(all.map(endOf)))
        expect([code, output]).toEqual([2, expect.stringMatching(`^error: ${variable} must [^\n]*\n$`)])
    },
  )

  it.each([
    [`file:${pairs}`, `error: DATABASE_URL: file:${pairs} can't be opened: file is not a database\n`],
    [
      'postgres://u:secret@127.0.0.1:1/db',
      "error: DATABASE_URL: the PostgreSQL database can't be opened: connect ECONNREFUSED 127.0.0.1:1\n",
    ],
  ])('says in one line why %s is no database', async (url, message) => {
    const { code, output } = await runIngest(url, 'pairs', '--dataset', 'd', pairs)
    expect(output).toBe(message)
    expect(code).toBe(1)
  })

  it('names a missing column and its file, and writes nothing', async () => {
    const file = tempFile('row_id,chosen_score\n0,1\n')
    expect(await run(...rewards, file)).toEqual({
      code: 1,
      output: `error: ${file} lacks the column rejected_score; it has row_id, chosen_score\n`,
    })
    expect([await all.prisma.rewardModel.count(), await all.prisma.run.count()]).toEqual([0, 1])
  })

  it('lists the known datasets', async () => {
    const file = tempFile(csv(REWARDS, [[0, 1, 2]]))
    expect(await run('labels', '--dataset', 'e', '--labeler', 'l', file)).toEqual({
      code: 1,
      output: 'error: unknown dataset "e"; known: d\n',
    })
  })

  it('fails on a gzip that is cut short', async () => {
    const whole = gzipSync(manyPairs(2500))
    const file = tempFile(whole.subarray(0, whole.length - 500))
    const { code, output } = await run('pairs', '--dataset', 'cut', '--format', 'hh-rlhf', file)
    expect(output).toMatch(
      /^(?:.* rows\/s, .*\n)?\d{4} rows before the error went in(, but \d rejected ones?, listed in .*)?\nerror: .*: the gzip ends early, after line \d+\n$/,
    )
    expect(code).toBe(1)
    const last = await all.prisma.run.findFirstOrThrow({ orderBy: { id: 'desc' } })
    expect(last).toMatchObject({ state: 'FAILED', error: expect.stringMatching('the gzip ends early') })
    expect(await all.prisma.pair.count({ where: { dataset: { name: 'cut' } } })).toBeGreaterThan(2000)
  })

  it('takes a taxonomy, if it is one', async () => {
    const taxonomy = tempFile('{"features": []}')
    const { code, output } = await run('pairs', '--dataset', 'd', '--taxonomy', taxonomy, pairs)
    expect(output).toMatch(`error: ${taxonomy} is no taxonomy:\n  features is []; it must be a list of`)
    expect(code).toBe(1)
  })

  it('fails when every row is rejected, and not without any', async () => {
    const none = await run(...rewards, tempFile(csv(REWARDS, [])))
    expect([none.code, none.output]).toEqual([0, expect.stringMatching('^0 rows read: 0 rejected')])
    const rows = [
      [7, 1, 2],
      [1, 'nan', 2],
    ]
    const { code, output } = await run(...rewards, tempFile(csv(REWARDS, rows)))
    expect(output).toMatch(
      /^2 rows read: 2 rejected.*\nrejects and conflicts, .*\.rejects\.csv\nrewards of "m" in .*: 0 pairs new, 0 changed, 0 unchanged, 2 rejected\n/,
    )
    expect(output).toMatch(/\nerror: none of 2 rows went in: see the reasons in the list of rejects\n$/)
    expect(code).toBe(1)
  })

  const TEXTS = ['original_chosen', 'original_rejected', 'rewritten_chosen', 'rewritten_rejected']
  const rewritten = `row_id,${TEXTS.map((entry) => `${entry}_text`).join()}`
  it.each([
    ['pairs', ['--format', 'hh-rlhf'], '{"chosen": "x"}\n{}\n'],
    [
      'labels',
      ['--labeler', 'l', '--incomplete'],
      'row_id,preference,last_response_is_harmless\n8,chosen,True\n0,nobody,True\n',
    ],
    [
      'rewrites',
      ['--rewriter', 'r', '--pre', 'a', '--post', 'b', '--labeler', 'c', '--incomplete'],
      csv(rewritten, [
        [8, 'a', 'b', 'c', 'd'],
        [9, '', '', '', ''],
      ]),
    ],
  ])('fails when every row of %s is rejected', async (what, options, file) => {
    const { code, output } = await run(what, '--dataset', 'd', ...options, tempFile(file))
    expect(output).toMatch(/\nerror: none of 2 rows went in: see the reasons in the list of rejects\n$/)
    expect(code).toBe(1)
  })
})
