/**
 * `npm run bench:sql`: Table 1 and every regression by the SQL engine, from the PostgreSQL of DATABASE_URL, with the
 * most memory that the server had. A dataset `bench` of BENCH_PAIRS synthetic pairs is ingested where there is none.
 */
import { mkdirSync } from 'node:fs'
import { migrate } from '../../src/store/migrate.ts'
import { openConnection } from '../../src/store/sql/open.ts'
import { noOptions } from '../no-options.ts'
import { generateDataset } from '../synthetic/generate-dataset.ts'
import { benchIngest } from './ingest.ts'
import { machine } from './machine.ts'
import { peakOf } from './process-usage.ts'
import { QUESTIONS } from './questions.ts'
import { startServer, timeQuery } from './server.ts'
import { median, printTable } from './table.ts'

noOptions(
  'bench:sql',
  'Table 1 and regressions by the SQL engine in the PostgreSQL of DATABASE_URL; BENCH_PAIRS, of 160800',
)

const PAIRS = Number(process.env.BENCH_PAIRS ?? 160_800)
const TIMES = 5
const databaseUrl = process.env.DATABASE_URL ?? ''
if (!databaseUrl.startsWith('postgres')) throw new Error('DATABASE_URL must be of a PostgreSQL database')

const countPairs = async (): Promise<number> => {
  const connection = await openConnection(databaseUrl)
  try {
    await migrate(connection)
    const [[pairs]] = await connection.query(
      "SELECT count(*) FROM pair JOIN dataset ON id = dataset_id WHERE name = 'bench'",
    )
    return pairs as number
  } finally {
    await connection.close()
  }
}

const fill = async () => {
  const files = `.tmp/bench/${PAIRS}-sql`
  mkdirSync(files, { recursive: true })
  await generateDataset({ pairs: PAIRS, rewrites: 0, seed: 1, bytes: 150, directory: files })
  await benchIngest(databaseUrl, files)
}

if ((await countPairs()) === 0) await fill()
process.env.SEAL_ENGINE = 'sql'
// As in scripts/deploy.
process.env.MALLOC_ARENA_MAX ??= '1'
const server = await startServer(databaseUrl)
try {
  // Never the same slice twice, and always all pairs.
  let different = 0
  const ask = (fields: string) => {
    const where = `where: { rowId: { gte: ${-++different} } }`
    return timeQuery(server.url, `{ dataset(name: "bench") { audit(${where}) { ${fields} } } }`)
  }
  const first = await ask('alignment { score }')
  const idle = peakOf(server.pid)
  const rows: string[][] = []
  for (const [title, fields] of QUESTIONS) {
    const times: number[] = []
    for (let time = 0; time < TIMES; time++) times.push(await ask(fields))
    rows.push([title, (median(times) / 1000).toFixed(2), (Math.max(...times) / 1000).toFixed(2)])
  }
  console.log(`${machine()}\n${await countPairs()} pairs in PostgreSQL; median and worst of ${TIMES}\n`)
  printTable('The SQL engine', ['', 'seconds', 'worst'], rows)
  printTable(
    'Beside that',
    ['', ''],
    [
      ['seconds of the first question, which builds the table', (first / 1000).toFixed(1)],
      ['MB of the server after that', idle.toFixed(0)],
      ['MB of the server at most', peakOf(server.pid).toFixed(0)],
    ],
  )
} finally {
  await server.stop()
}
