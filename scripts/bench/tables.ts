/** `npm run bench:tables`: all pairs of a dataset of the paper's size, as a client reads them, and what that takes of the server. */

import { noOptions } from '../no-options.ts'
import { benchDataset } from './dataset.ts'
import { machine } from './machine.ts'
import { computedBy, memoryOf } from './process-usage.ts'
import { pingDuring, startServer, timeQuery } from './server.ts'
import { percentile, printTable } from './table.ts'

noOptions('bench:tables', 'all pairs over HTTP; BENCH_PAIRS, of 160800')

const PAIRS = Number(process.env.BENCH_PAIRS ?? 160_800)
const SAMPLE_MS = 20

type Reading = {
  name: string
  seconds: number
  computed: number
  bytes: number
  peak: number
  pings: number[]
}

const databaseUrl = await benchDataset(PAIRS)
const server = await startServer(databaseUrl)

/** Reads a table to its end and forgets it: what is kept is the server's. */
const read = async (name: string, file: string, headers: Record<string, string> = {}): Promise<Reading> => {
  const reading = { name, seconds: 0, computed: 0, bytes: 0, peak: 0 }
  const sample = () => {
    reading.peak = Math.max(reading.peak, memoryOf(server.pid))
  }
  const sampling = setInterval(sample, SAMPLE_MS)
  const pings = await pingDuring(server.url, async () => {
    const begun = performance.now()
    const before = computedBy(server.pid)
    const response = await fetch(new URL(`/tables/bench/${file}`, server.url), { headers })
    if (!response.ok) throw new Error(await response.text())
    for await (const chunk of response.body as ReadableStream<Uint8Array>) reading.bytes += chunk.length
    reading.seconds = (performance.now() - begun) / 1000
    reading.computed = computedBy(server.pid) - before
  })
  clearInterval(sampling)
  return { ...reading, pings }
}

try {
  await timeQuery(
    server.url,
    '{ dataset(name: "bench") { audit { alignment { score } regimes { pairs } } } }',
  )
  const idle = memoryOf(server.pid)
  const plain = { 'accept-encoding': 'identity' }
  const readings = [
    await read('pairs.csv', 'pairs.csv', plain),
    await read('pairs.csv again', 'pairs.csv', plain),
    await read('pairs.json', 'pairs.json', plain),
    await read('pairs.arrow', 'pairs.arrow', plain),
    await read('pairs.parquet', 'pairs.parquet', plain),
    await read('pairs.csv, gzipped', 'pairs.csv', { 'accept-encoding': 'gzip' }),
    await read('pairs.csv with texts', 'pairs.csv?texts=true', plain),
  ]
  console.log(`${machine()}\n${PAIRS} pairs; idle, the server has ${idle.toFixed(0)} MB\n`)
  printTable(
    'All pairs over HTTP',
    [
      'table',
      'rows/s (at least 20,000)',
      'rows a CPU second',
      'MB',
      'MB above idle (at most 100)',
      '{ __typename } meanwhile: p99, ms',
    ],
    readings.map(({ name, seconds, computed, bytes, peak, pings }) => [
      name,
      (PAIRS / seconds).toFixed(0),
      (PAIRS / computed).toFixed(0),
      (bytes / 1e6).toFixed(0),
      (peak - idle).toFixed(0),
      percentile(pings, 0.99).toFixed(1),
    ]),
  )
} finally {
  await server.stop()
}
