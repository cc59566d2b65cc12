/** `npm run bench:ingest-http`: rewards of a dataset of the paper's size, by the command and over HTTP, and what that takes of the server. */

import { execFile } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { sqlitePath } from '../../src/store/database-url.ts'
import { noOptions } from '../no-options.ts'
import { benchDataset } from './dataset.ts'
import { machine } from './machine.ts'
import { memoryOf } from './process-usage.ts'
import { pingDuring, startServer, timeQuery } from './server.ts'
import { median, percentile, printTable } from './table.ts'

noOptions('bench:ingest-http', 'rewards by the command and over HTTP; BENCH_PAIRS, of 160800')

const PAIRS = Number(process.env.BENCH_PAIRS ?? 160_800)
const ROUNDS = 3
const BATCHES = 20
const SAMPLE_MS = 50

const folder = mkdtempSync(path.join(tmpdir(), 'seal-bench-'))
const database = path.join(folder, 'bench.db')
copyFileSync(sqlitePath(await benchDataset(PAIRS)), database)
const databaseUrl = `file:${database}`
const file = path.join(folder, 'rewards.csv')
const rows = Array.from({ length: PAIRS }, (_, row) => `${row},${Math.random()},${Math.random()}\n`)
writeFileSync(file, `row_id,chosen_score,rejected_score\n${rows.join('')}`)

const seconds = async (work: () => unknown): Promise<number> => {
  const begun = performance.now()
  await work()
  return (performance.now() - begun) / 1000
}

const server = await startServer(databaseUrl)
const send = async (model: string, body: RequestInit['body'], headers = {}) => {
  const url = new URL(`/ingest/bench/rewards?model=${model}&stage=POST`, server.url)
  const response = await fetch(url, { method: 'POST', body, headers })
  if (!response.ok) throw new Error(await response.text())
  await response.arrayBuffer()
}
/** The processes that the server has started: Linux only. */
const children = (): number[] =>
  readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, 'utf8')
    .split(' ')
    .filter(Boolean)
    .map(Number)

try {
  // A server that is idle has the columns of the last dataset.
  await timeQuery(server.url, '{ dataset(name: "bench") { audit { alignment { score } } } }')
  await setTimeout(1000)
  const idle = memoryOf(server.pid)
  const byCommand: number[] = []
  const byHttp: number[] = []
  const pings: number[] = []
  let peak = 0
  let importer = 0
  const sampling = setInterval(() => {
    peak = Math.max(peak, memoryOf(server.pid))
    importer = Math.max(importer, ...children().map(memoryOf))
  }, SAMPLE_MS)
  for (let round = 0; round < ROUNDS; round++) {
    const options = ['--dataset', 'bench', '--model', `command-${round}`, '--stage', 'POST', file]
    byCommand.push(
      await seconds(() =>
        promisify(execFile)(process.execPath, ['dist/server/ingest.mjs', 'rewards', ...options], {
          env: { ...process.env, DATABASE_URL: databaseUrl },
        }),
      ),
    )
    const asked = await pingDuring(server.url, async () => {
      byHttp.push(await seconds(() => send(`http-${round}`, readFileSync(file))))
    })
    pings.push(...asked)
  }
  clearInterval(sampling)
  const batches: number[] = []
  for (let batch = 0; batch < BATCHES; batch++) {
    const body = JSON.stringify([{ rowId: batch, chosen: 1, rejected: 0 }])
    batches.push(await seconds(() => send('small', body, { 'content-type': 'application/json' })))
  }
  printTable(
    `rewards by the command and over HTTP, ${machine()}`,
    [
      'rewards',
      'command, s',
      'HTTP, s',
      'ratio',
      'ping p99, ms',
      'server, MB above idle',
      'importing process, MB',
      'batch of one, ms',
    ],
    [
      [
        `${2 * PAIRS}`,
        median(byCommand).toFixed(2),
        median(byHttp).toFixed(2),
        (median(byHttp) / median(byCommand)).toFixed(2),
        percentile(pings, 0.99).toFixed(1),
        (peak - idle).toFixed(0),
        importer.toFixed(0),
        (1000 * median(batches)).toFixed(0),
      ],
    ],
  )
} finally {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
