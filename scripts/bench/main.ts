/** `npm run bench`: ingest, cold start, metrics and responsiveness on a synthetic dataset of the paper's size. */
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { noOptions } from '../no-options.ts'
import { generateDataset } from '../synthetic/generate-dataset.ts'
import { BYTES } from './dataset.ts'
import { benchIngest } from './ingest.ts'
import { machine } from './machine.ts'
import { benchMetrics } from './metrics.ts'
import { benchPlainSql } from './plain-sql.ts'
import { startServer } from './server.ts'
import { benchStart } from './start.ts'
import { median, percentile, printTable } from './table.ts'

noOptions('bench', 'ingest, start and metrics; BENCH_PAIRS, of 160800')

const PAIRS = Number(process.env.BENCH_PAIRS ?? 160_800)
const DIRECTORY = `.tmp/bench/${PAIRS}`
const DATABASE_URL = `file:${DIRECTORY}/seal.db`

const round = (value: number, digits = 1) => value.toFixed(digits)

console.log(
  `${machine()}\n${PAIRS} pairs, ${BYTES} bytes an entry on average; medians where nothing else is said\n`,
)

if (!existsSync(`${DIRECTORY}/files`)) {
  console.log('writing the dataset (not measured)')
  mkdirSync(DIRECTORY, { recursive: true })
  const rewrites = Math.round(PAIRS / 100)
  await generateDataset({ pairs: PAIRS, rewrites, seed: 1, bytes: BYTES, directory: `${DIRECTORY}/files` })
}

for (const file of ['', '-wal', '-shm']) rmSync(`${DIRECTORY}/seal.db${file}`, { force: true })
const ingest = await benchIngest(DATABASE_URL, `${DIRECTORY}/files`)
const seconds = ingest.reduce((sum, step) => sum + step.seconds, 0)
printTable(
  'Ingest',
  ['step', 'seconds', 'rows/s', 'peak memory, MB'],
  [
    ...ingest.map((step) => [
      step.name,
      round(step.seconds),
      round(step.rows / step.seconds, 0),
      round(step.megabytes, 0),
    ]),
    [
      'together (at most 60 s, 600 MB)',
      round(seconds),
      '',
      round(Math.max(...ingest.map((step) => step.megabytes)), 0),
    ],
  ],
)

const starts = await benchStart(DATABASE_URL, 5)
printTable(
  'Cold start, from the start of the process',
  ['', 'seconds'],
  [
    ['listening', round(median(starts.map((start) => start.ready)) / 1000, 2)],
    ['first metric answered (at most 3 s)', round(median(starts.map((start) => start.first)) / 1000, 2)],
  ],
)
const loading = starts.flatMap((start) => start.pings)
printTable(
  '{ __typename } while the frame loads',
  ['', 'ms'],
  [
    ['median', round(median(loading))],
    ['p99 (at most 50 ms)', round(percentile(loading, 0.99))],
    ['worst', round(Math.max(...loading))],
  ],
)

const server = await startServer(DATABASE_URL)
try {
  const { metrics, pings, text } = await benchMetrics(server.url)
  printTable(
    'Metrics over HTTP, never cached, over slices (at most 50 ms)',
    ['metric', 'median, ms', 'p95, ms', 'worst, ms'],
    [
      ...metrics.map(({ name, ms }) => [
        name,
        round(median(ms)),
        round(percentile(ms, 0.95)),
        round(Math.max(...ms)),
      ]),
      [
        'all',
        ...[0.5, 0.95, 1].map((share) =>
          round(
            percentile(
              metrics.flatMap(({ ms }) => ms),
              share,
            ),
          ),
        ),
      ],
      [
        'a slice by text (reads every text)',
        round(median(text)),
        round(percentile(text, 0.95)),
        round(Math.max(...text)),
      ],
    ],
  )
  printTable(
    '{ __typename } while metrics run',
    ['', 'ms'],
    [
      ['median', round(median(pings))],
      ['p99 (at most 50 ms)', round(percentile(pings, 0.99))],
      ['worst', round(Math.max(...pings))],
    ],
  )
  const ours = (name: string) => median(metrics.find((metric) => metric.name.startsWith(name))?.ms ?? [])
  const plain = benchPlainSql(`${DIRECTORY}/seal.db`)
  printTable(
    'Against plain SQL on the same database',
    ['metric', 'plain SQL, ms', 'over HTTP, ms', 'ratio'],
    [
      ...plain.map(({ name, ms }) => [
        name,
        round(median(ms), 0),
        round(ours(name)),
        round(median(ms) / ours(name)),
      ]),
    ],
  )
} finally {
  await server.stop()
}
