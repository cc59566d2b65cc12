/**
 * `npm run bench:scale`: what each step takes of datasets of three sizes, on the PostgreSQL server of DATABASE_URL, with a line
 * fitted through them. Makes and drops databases `seal_scale_…` there. The figures of SCALE.md are what it prints.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { openConnection } from '../../src/store/sql/open.ts'
import { noOptions } from '../no-options.ts'
import { generateDataset } from '../synthetic/generate-dataset.ts'
import { BYTES } from './dataset.ts'
import { benchIngest } from './ingest.ts'
import { machine } from './machine.ts'
import { memoryOf, peakOf } from './process-usage.ts'
import { QUESTIONS } from './questions.ts'
import { startServer, timeQuery } from './server.ts'
import { median, printTable } from './table.ts'

noOptions('bench:scale', 'every step at three sizes (BENCH_SIZES, of 16080,160800,804000 pairs)')

const SIZES = (process.env.BENCH_SIZES ?? '16080,160800,804000').split(',').map(Number)
const TIMES = 3
const MILLION = 1e6

const admin = process.env.DATABASE_URL ?? ''
if (!admin.startsWith('postgres')) throw new Error('DATABASE_URL must be of a PostgreSQL server')

/** What was measured of each step, by its name; seconds, or MB where the name says so. */
type Measured = Map<string, number>

const administer = async (sql: string) => {
  const connection = await openConnection(admin)
  await connection.script(sql).finally(() => connection.close())
}

const sizeOf = async (url: string, sql: string): Promise<number> => {
  const connection = await openConnection(url)
  const [[bytes]] = await connection.query(`SELECT (${sql})::float8`).finally(() => connection.close())
  return (bytes as number) / 1e6
}

const filesOf = async (pairs: number): Promise<string> => {
  const files = `.tmp/bench/scale-${pairs}`
  if (existsSync(`${files}/ready`)) return files
  mkdirSync(files, { recursive: true })
  console.log(`writing ${pairs} pairs (not measured)`)
  await generateDataset({ pairs, rewrites: 0, seed: 1, bytes: BYTES, directory: files })
  writeFileSync(`${files}/ready`, '')
  return files
}

let different = 0
/** Seconds of fields of an audit of all pairs that nobody has asked about, the median of some. */
const timeOf = async (url: string, fields: string, times = TIMES): Promise<number> => {
  const ms: number[] = []
  for (let time = 0; time < times; time++) {
    const where = `where: { rowId: { gte: ${-++different} } }`
    ms.push(await timeQuery(url, `{ dataset(name: "bench") { audit(${where}) { ${fields} } } }`))
  }
  return median(ms) / 1000
}

const measureEngine = async (url: string, engine: 'columns' | 'sql', measured: Measured) => {
  process.env.SEAL_ENGINE = engine
  // As in scripts/deploy.
  process.env.MALLOC_ARENA_MAX ??= '1'
  const server = await startServer(url)
  try {
    const idle = memoryOf(server.pid)
    const first = engine === 'sql' ? 'builds its table' : 'loads the columns'
    measured.set(`${engine}: ${first}`, await timeOf(server.url, 'alignment { score }', 1))
    for (const [title, fields] of QUESTIONS)
      measured.set(`${engine}: ${title}`, await timeOf(server.url, fields))
    measured.set(`${engine}: memory above idle, MB`, peakOf(server.pid) - idle)
    if (engine === 'sql') return
    const started = performance.now()
    const table = await fetch(new URL('/tables/bench/pairs.csv', server.url))
    for await (const _ of table.body as ReadableStream<Uint8Array>);
    measured.set('pairs.csv over HTTP', (performance.now() - started) / 1000)
  } finally {
    await server.stop()
  }
}

const measure = async (pairs: number): Promise<Measured> => {
  const files = await filesOf(pairs)
  const name = `seal_scale_${pairs}`
  await administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  await administer(`CREATE DATABASE ${name}`)
  const url = new URL(admin)
  url.pathname = `/${name}`
  try {
    const measured: Measured = new Map()
    for (const step of await benchIngest(url.href, files)) measured.set(`ingest ${step.name}`, step.seconds)
    const analyze = await openConnection(url.href)
    const started = performance.now()
    await analyze.script('ANALYZE').finally(() => analyze.close())
    measured.set('ANALYZE', (performance.now() - started) / 1000)
    measured.set('database, MB', await sizeOf(url.href, 'pg_database_size(current_database())'))
    await measureEngine(url.href, 'columns', measured)
    await measureEngine(url.href, 'sql', measured)
    const projections = `SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relname LIKE 'projection%' AND relkind = 'r'`
    measured.set('sql: its table, MB', await sizeOf(url.href, projections))
    return measured
  } finally {
    await administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  }
}

/** Of a line a + b·n the b and a of least squares of relative errors, and the largest of those. */
const lineThrough = (sizes: readonly number[], values: readonly number[]) => {
  const [weights, millions] = [
    values.map((value) => 1 / Math.max(value, 1e-3) ** 2),
    sizes.map((n) => n / MILLION),
  ]
  const sum = (of: (index: number) => number) =>
    weights.reduce((total, weight, at) => total + weight * of(at), 0)
  const [w, x, y] = [sum(() => 1), sum((at) => millions[at]), sum((at) => values[at])]
  const slope =
    (w * sum((at) => millions[at] * values[at]) - x * y) / (w * sum((at) => millions[at] ** 2) - x ** 2)
  const fixed = (y - slope * x) / w
  const errors = values.map((value, at) =>
    Math.abs((fixed + slope * millions[at]) / Math.max(value, 1e-3) - 1),
  )
  return { slope, fixed, error: Math.max(...errors) }
}

const all: Measured[] = []
for (const pairs of SIZES) all.push(await measure(pairs))
console.log(`${machine()}; ${BYTES} bytes an entry on average; medians of ${TIMES}\n`)
const digits = (value: number) => (value >= 100 ? value.toFixed(0) : value.toPrecision(2))
printTable(
  'Seconds, or MB where it says so',
  ['', ...SIZES.map((pairs) => `${pairs} pairs`), 'fixed', 'a million pairs', 'worst error of the line'],
  [...all[0].keys()].map((step) => {
    const values = all.map((measured) => measured.get(step) ?? Number.NaN)
    const { slope, fixed, error } = lineThrough(SIZES, values)
    return [step, ...values.map(digits), digits(fixed), digits(slope), `${(100 * error).toFixed(0)} %`]
  }),
)
