/**
 * `npm run bench:attack`: one hostile request after the other on a dataset of the paper's size, each beside sixteen ordinary
 * clients. BENCH_ATTACK=PATTERN: those alone whose name it fits.
 */
import { setMaxListeners } from 'node:events'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { noOptions } from '../no-options.ts'
import { ATTACKS, type Attack } from './attack/attacks.ts'
import { ordinaryClients } from './attack/ordinary.ts'
import { BYTES, benchDataset } from './dataset.ts'
import { machine } from './machine.ts'
import { memoryOf } from './process-usage.ts'
import { type BenchServer, startServer } from './server.ts'
import { median, percentile, printTable } from './table.ts'

noOptions(
  'bench:attack',
  'costly requests beside ordinary clients (BENCH_ATTACK: those whose name fits this pattern); BENCH_PAIRS, of 160800',
)

const PAIRS = Number(process.env.BENCH_PAIRS ?? 160_800)
const CLIENTS = 16
const WARM_UP_MS = 10_000
const SAMPLE_MS = 100
const CALM_SAMPLES = 60
const QUIET_MS = 60_000
/** Of what the server had before. */
const MEMORY_BACK = 1.1

type Probed = { typename: (number | null)[]; health: (number | null)[] }

/** What others notice while `work` goes on. */
const probing = async (url: string, work: () => Promise<unknown>): Promise<Probed> => {
  const probe = new Worker(path.join(import.meta.dirname, 'attack/probe.mjs'), {
    workerData: { url },
    execArgv: [],
  })
  const probed = new Promise<Probed>((resolve) => probe.once('message', resolve))
  await work()
  probe.postMessage('stop')
  return probed
}

/** How often each answer came. */
const counted = (answers: readonly string[]): string => {
  const times = new Map<string, number>()
  for (const answer of answers) times.set(answer, (times.get(answer) ?? 0) + 1)
  const most = [...times].sort(([, a], [, b]) => b - a).slice(0, 3)
  return most.map(([answer, count]) => (count === 1 ? answer : `${count} × ${answer}`)).join('; ')
}

const milliseconds = (times: readonly (number | null)[], share: number): string => {
  const value = percentile(
    times.map((ms) => ms ?? Number.POSITIVE_INFINITY),
    share,
  )
  return Number.isFinite(value) ? value.toFixed(0) : 'none'
}

const run = async (server: BenchServer, { name, seconds, run: attack }: Attack): Promise<string[]> => {
  const clients = ordinaryClients(server.url, CLIENTS)
  const calm: number[] = []
  for (let sample = 0; sample < CALM_SAMPLES; sample++) {
    await wait(SAMPLE_MS)
    calm.push(memoryOf(server.pid))
  }
  const before = median(calm)
  clients.reset()
  let peak = before
  const sampling = setInterval(() => {
    peak = Math.max(peak, memoryOf(server.pid))
  }, SAMPLE_MS)
  const leaving = new AbortController()
  setMaxListeners(0, leaving.signal)
  const timer = setTimeout(() => leaving.abort(), 1000 * seconds)
  const begun = performance.now()
  let answers: string[] = []
  const { typename, health } = await probing(server.url, async () => {
    answers = await attack(server.url, leaving.signal)
  })
  const took = (performance.now() - begun) / 1000
  clearTimeout(timer)
  clearInterval(sampling)
  const ordinary = clients.times()
  const over = performance.now()
  while (performance.now() - over < QUIET_MS && memoryOf(server.pid) > MEMORY_BACK * before) await wait(250)
  const after = memoryOf(server.pid)
  const row = [
    name,
    milliseconds(typename, 0.99),
    milliseconds(health, 1),
    ...['page', 'dashboard', 'slice'].map((kind) => milliseconds(ordinary[kind] ?? [], 0.99)),
    `${before.toFixed(0)}, ${peak.toFixed(0)}`,
    `${after.toFixed(0)} (${(after / before).toFixed(2)}) after ${((performance.now() - over) / 1000).toFixed(0)} s`,
    `${took.toFixed(1)} s: ${counted(answers)}`,
  ]
  await clients.stop()
  console.error(row.join(' | '))
  return row
}

const wanted = new RegExp(process.env.BENCH_ATTACK ?? '')
const databaseUrl = await benchDataset(PAIRS, BYTES)
console.log(`${machine()}\n${PAIRS} pairs, ${BYTES} bytes an entry on average\n`)
const start = async () => {
  const server = await startServer(databaseUrl)
  const clients = ordinaryClients(server.url, CLIENTS)
  await wait(WARM_UP_MS)
  await clients.stop()
  return server
}
const isDead = ({ process: { exitCode, signalCode } }: BenchServer) =>
  exitCode !== null || signalCode !== null

let server = await start()
const rows: string[][] = []
for (const attack of ATTACKS.filter(({ name }) => wanted.test(name))) {
  server.process.removeAllListeners('exit')
  const row = await run(server, attack)
  if (isDead(server)) {
    row[row.length - 1] += ' (the server died)'
    server = await start()
  }
  rows.push(row)
}
await server.stop()
printTable(
  `Attacks beside ${CLIENTS} ordinary clients`,
  [
    '',
    '{ __typename } p99, ms (at most 100)',
    '/health/live worst, ms (250)',
    'page p99, ms',
    'dashboard p99',
    'new slice p99',
    'MB before, most',
    `MB afterwards (at most ${MEMORY_BACK})`,
    'answered',
  ],
  rows,
)
