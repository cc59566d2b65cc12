import { execFile, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { readConfig } from '../../src/server/config.ts'
import { type Server, startServer } from '../../src/server/server.ts'
import { createToken } from '../../src/store/access-tokens.ts'
import { openAll, type TestDatabase } from '../databases.ts'
import { ingestSealSmall, SEAL_SMALL, SQLITE, write } from '../graphql/ask.ts'
import { blocksOf } from '../pages.ts'

const PYTHON = '/usr/bin/python3'
const CLIENT = path.resolve('scripts/examples/python')
const SCRIPTS = path.resolve('test/clients/python')

const works = (code: string) => {
  try {
    execFileSync(PYTHON, ['-c', code], { stdio: 'ignore' })
    return true
  } catch {
    console.info(`some tests of the Python client are not run: ${PYTHON} can't ${code}`)
    return false
  }
}
const hasPython = works('import json')
/** Whether it is bare. */
const WITHOUT_AND_WITH = works('import altair, pandas, requests') ? [true, false] : [true]

const folder = mkdtempSync(path.join(tmpdir(), 'seal-python-'))
let database: TestDatabase
let server: Server
let token: string
/** May not write. */
let reader: string
/** Where the first server was, so that the next one can be there, too. */
let address: string

const start = async (port: number) => {
  server = await startServer({ ...readConfig({}), databaseUrl: database.url, port })
  address = new URL(server.url).origin
}
const environment = () => ({
  PYTHONPATH: CLIENT,
  PYTHONDONTWRITEBYTECODE: '1',
  SEAL_TOKEN: token,
  PATH: process.env.PATH,
})

/** Where it is `bare`, Python has none of the packages that are installed. */
const python = async (script: string, args: string[], { bare = true } = {}) => {
  const all = [...(bare ? ['-S'] : []), '-W', 'error', script, ...args]
  return promisify(execFile)(PYTHON, all, { env: environment() })
}
const run = async (script: string, args: string[], { to = address, bare = true } = {}) =>
  python(path.join(SCRIPTS, script), [to, ...args], { bare })

/** A way to the server on which connections break that send much, as often as is said. */
const startBreaking = async (times: number) => {
  let left = times
  const between = createServer((client) => {
    const upstream = connect(Number(new URL(address).port), '127.0.0.1')
    const end = () => [client, upstream].forEach((socket) => void socket.destroy())
    for (const socket of [client, upstream]) socket.on('error', end).on('close', end)
    let bytes = 0
    client.on('data', (chunk) => {
      bytes += chunk.length
      if (bytes < 300_000 || left === 0) return
      left--
      end()
    })
    client.pipe(upstream).pipe(client)
  }).listen(0, '127.0.0.1')
  await once(between, 'listening')
  onTestFinished(() => void between.close())
  return { address: `http://127.0.0.1:${(between.address() as AddressInfo).port}`, left: () => left }
}

beforeAll(async () => {
  database = await SQLITE.create()
  await write(database.url, ingestSealSmall)
  const all = await openAll(database.url)
  token = await createToken(all.context.prisma, { name: 'a training job', scope: 'WRITE' })
  reader = await createToken(all.context.prisma, { name: 'a reader', scope: 'READ' })
  await all.close()
  await start(0)
})
afterAll(async () => {
  await server.close()
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

const ask = async (query: string) => {
  const response = await fetch(server.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  })
  return (await response.json()).data.dataset
}

/** As `ask.py` has it. */
const SLICE = '{ rowId: { lte: 99 } }'

const rewardsOf = async (post: string) => {
  const { pairs } = await ask(`{ dataset(name: "seal-small") { pairs(first: 1) { edges { node {
    chosen { reward(model: "${post}") { score } } rejected { reward(model: "${post}") { score } }
  } } } } }`)
  return pairs.edges[0].node
}

const trajectory = async (series: string) => {
  const models = JSON.stringify([200, 400, 600].map((step) => `${series}-${step}`))
  const { trajectory } = await ask(`{ dataset(name: "seal-small") { trajectory(models: ${models}) {
    step model { series stage } audit { alignment { pairs score } }
  } } }`)
  type Point = { step: number; model: object; audit: { alignment: object } }
  return trajectory.map(({ step, model, audit }: Point) => ({ step, ...model, ...audit.alignment }))
}
const expected = (series: string, scores: number[]) =>
  scores.map((score, at) => ({ step: 200 * (at + 1), series, stage: 'POST', pairs: 600, score }))

describe.skipIf(!hasPython)('the Python client', () => {
  it.each(WITHOUT_AND_WITH)('asks: bare, %s', async (bare) => {
    const { stdout, stderr } = await run('ask.py', [], { bare })
    const { score, before, ...rest } = JSON.parse(stdout)
    const { audit } = await ask(`{ dataset(name: "seal-small") { audit(where: ${SLICE}) {
      alignment { score } before: alignment(stage: PRE) { score } findings { sentence }
    } } }`)
    expect([score, before]).toEqual([audit.alignment.score, audit.before.score])
    expect(rest).toEqual({
      libraries: { pandas: !bare, altair: !bare, requests: !bare },
      pairs: 100,
      finding: audit.findings[0].sentence,
      models: ['post-model', 'pre-model'],
      title: expect.stringContaining('feature imprints'),
      client: `<seal.Client of ${address}>`,
    })
    expect(stderr).toBe('')
  })

  it.each(WITHOUT_AND_WITH)(
    'tells what is wrong and what to do, and never the token: bare, %s',
    async (bare) => {
      const { stdout, stderr } = await run('told.py', [reader], { bare })
      const told = stdout.split('\n').flatMap((line) => (line ? [JSON.parse(line)] : []))
      const refused = ['UNAUTHENTICATED', 401, expect.stringMatching(/SEAL_TOKEN.*--scope write/)]
      const containing = (code: string, status: number | null, text: string) => [
        code,
        status,
        expect.stringContaining(text),
      ]
      expect(Object.fromEntries(told.map(([name, ...rest]) => [name, rest]))).toEqual({
        token: refused,
        'token of a big upload': refused,
        scope: ['FORBIDDEN', 403, expect.stringContaining('scope write')],
        'token with a newline': containing('INVALID_INPUT', null, 'characters that no token has'),
        address: containing('INVALID_INPUT', null, 'http://HOST:PORT'),
        'nobody there': containing('UNREACHABLE', null, '`npm run serve`'),
        dataset: containing('NOT_FOUND', 404, 'known: seal-small'),
        audit: containing('NOT_FOUND', null, 'unknown dataset "nothing"'),
        columns: containing('INVALID_INPUT', 400, '"rejected_score" is "null"'),
        option: containing('INVALID_INPUT', 400, 'unknown parameter "colour"'),
        stage: containing('INVALID_INPUT', 400, 'PRE, POST'),
        'no rows': containing('INVALID_INPUT', 400, 'empty'),
        rows: containing('TypeError', null, 'a row is a dictionary'),
        'own failure': containing('ZeroDivisionError', null, 'division by zero'),
        file: containing('FileNotFoundError', null, 'is-not.csv'),
        document: containing('GRAPHQL_VALIDATION_FAILED', null, 'nothing'),
        table: containing('NOT_FOUND', 404, 'leaderboard'),
      })
      expect(stdout + stderr).not.toMatch(/seal_/)
    },
  )

  it.each(WITHOUT_AND_WITH)(
    'sends rows of all kinds, over connections that break: bare, %s',
    async (bare) => {
      const breaking = await startBreaking(2)
      const { stdout, stderr } = await run('upload.py', [folder], { bare, to: breaking.address })
      expect(breaking.left()).toBe(0)
      const { grown_kib, ...made } = JSON.parse(stdout)
      const read = (read: number, rejected = 0) => expect.objectContaining({ read, rejected })
      expect(made).toEqual({
        pairs: read(4, 1),
        many: expect.objectContaining({ read: 100_001, rejected: 0, duplicates: 99_401 }),
        waited: 'DONE',
        file: read(1),
        labels: read(1),
        ...(bare ? {} : { frame: read(3, 2) }),
      })
      expect(grown_kib).toBeLessThan(8 * 1024)
      expect(stderr).toContain('1 rows rejected; upload, line 4: "chosen" has a lone surrogate')
      if (!bare) expect(stderr).toContain('2 rows rejected; upload, line 2: "chosen_score" is "null"')
      expect(await rewardsOf('streamed')).toEqual({
        chosen: { reward: { score: -5.5 } },
        rejected: { reward: { score: 5.5 } },
      })
    },
  )
})

describe.skipIf(!hasPython)('the callback for TRL', () => {
  const output = path.join(folder, 'run')

  it('sends each checkpoint of a training', async () => {
    const { stdout, stderr } = await run('train.py', [SEAL_SMALL.pairs, output, 'first'])
    const aligned = JSON.parse(stdout)
    expect(aligned[2]).toBeGreaterThan(aligned[0])
    expect(await trajectory('first')).toEqual(expected('first', aligned))
    expect(stderr).toBe('')
  })

  it('has files that log_checkpoints.py sends, again and again', async () => {
    const script = path.join(CLIENT, 'log_checkpoints.py')
    const args = [path.join(output, 'seal'), '--dataset', 'seal-small', '--series', 'again', '--url', address]
    writeFileSync(path.join(output, 'seal', 'notes.txt'), 'is no checkpoint')
    for (let time = 0; time < 2; time++) {
      const { stdout } = await python(script, args)
      expect(stdout.trim().split('\n')).toEqual(
        [200, 400, 600].map((step) => `checkpoint-${step}.csv: 600 rows read, 0 rejected`),
      )
    }
    const scores = (await trajectory('first')).map(({ score }: { score: number }) => score)
    expect(await trajectory('again')).toEqual(expected('again', scores))
    await expect(python(script, [folder, ...args.slice(1)])).rejects.toMatchObject({ code: 2 })
  })

  it('is what the page says, for models of TRL', async () => {
    const [block] = blocksOf('scripts/docs/python.md').filter(
      ({ info }) => info === 'test/clients/python.test.ts',
    )
    const code = block.code.replace('http://127.0.0.1:4000', address).replace('"demo"', '"seal-small"')
    const { stdout, stderr } = await run('trl.py', [path.join(folder, 'trl'), code])
    expect(JSON.parse(stdout)).toHaveLength(3)
    expect(stderr.match(/^WARNING .*/gm)).toEqual([
      'WARNING step 2 is not scored: the model is in pieces (FSDP, ZeRO-3)',
      expect.stringContaining('WARNING step 2 is not scored: [Errno 20] Not a directory'),
    ])
    const query = '{ dataset(name: "seal-small") { rewardModels { name series step rewardCount } } }'
    const { rewardModels } = await ask(query)
    expect(rewardModels).toContainEqual({ name: 'run-7-2', series: 'run-7', step: 2, rewardCount: 6 })
  })

  it('lets the training go on while the server is away, and sends the rest when it is back', async () => {
    const args = [
      path.join(SCRIPTS, 'train.py'),
      address,
      SEAL_SMALL.pairs,
      path.join(folder, 'away'),
      'away',
    ]
    const training = spawn(PYTHON, ['-S', ...args, '--steps'], { env: environment() })
    let told = ''
    let printed = ''
    training.stderr.on('data', (text) => {
      told += text
    })
    training.stdout.on('data', (text) => {
      printed += text
    })
    const ended = once(training, 'close')
    const until = (condition: () => unknown) => expect.poll(condition, { timeout: 20_000, interval: 20 })
    const goOn = () => training.stdin.write('\n')
    const sent = async () =>
      JSON.stringify(await ask('{ dataset(name: "seal-small") { rewardModels { name } } }'))
    await until(sent).toContain('away-200')
    await server.close()
    goOn()
    await until(() => told).toContain('step 400 is not sent')
    expect(told).toContain('seal.trl WARNING')
    goOn()
    await until(() => printed).toContain('saved 3')
    await start(Number(new URL(address).port))
    goOn()
    expect(await ended).toEqual([0, null])
    const aligned = JSON.parse(printed.trim().split('\n').at(-1)!)
    expect(await trajectory('away')).toEqual(expected('away', aligned))
    expect(told).not.toContain(token)
  })
})
