/** `npm run bench:stats`: every regression of the paper, through GraphQL, against R on the same data in one run. */
import type { Frame } from '../../src/frame/frame.ts'
import { loadFrame } from '../../src/store/frame/load-frame.ts'
import { openConnection } from '../../src/store/sql/open.ts'
import { noOptions } from '../no-options.ts'
import { benchDataset } from './dataset.ts'
import { machine } from './machine.ts'
import { memoryOf } from './process-usage.ts'
import { askR, writePairs } from './rscript.ts'
import { type BenchServer, startServer, timeQuery } from './server.ts'
import { median, printTable } from './table.ts'

noOptions(
  'bench:stats',
  'regressions, against R where Rscript has sandwich and jsonlite (BENCH_R=0: without); BENCH_PAIRS, of 160800; BENCH_TIMES, of 15',
)

const PAIRS = Number(process.env.BENCH_PAIRS ?? 160_800)
const TIMES = Number(process.env.BENCH_TIMES ?? 15)

const TERMS =
  'terms { status estimate standardError pValue adjustedPValue vif } intercept { estimate standardError }'
const REGRESSIONS = [
  { name: 'PAIR', title: 'Equation 1, PAIR', field: 'imprints', args: '', least: [20, 50] },
  { name: 'NONE', title: 'Equation 1, NONE', field: 'imprints', args: 'effects: NONE, ', least: [20, 50] },
  { name: 'SHIFT', title: 'Equation 2', field: 'shiftImprints', args: '', least: [20, 50] },
  { name: 'LOGIT', title: 'Equation 3, logit', field: 'misalignment', args: '', least: [12, 15] },
] as const

type Answer = { status: string; estimate: number | null; standardError: number | null }

const ask = async (url: string, query: string) => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  return ((await response.json()) as { data: { dataset: { audit: Record<string, Regression> } } }).data
    .dataset.audit
}
type Regression = { terms: Answer[]; intercept: Answer | null }

/** Never the same slice twice, and always all pairs. */
let different = 0
const newSlice = () => `where: { rowId: { gte: ${-++different} } }`

const queryOf = ({ field, args }: (typeof REGRESSIONS)[number], slice: string) =>
  `{ dataset(name: "bench") { audit(${slice}) { ${field}(${args}options: { errors: CLUSTER, maxVif: null, level: ${0.95 - ++different * 1e-9} }) { ${TERMS} } } } }`

/** Milliseconds of each regression: its slice not yet grouped, and grouped already. */
const measure = async (server: BenchServer) => {
  const times = REGRESSIONS.map(() => ({ fresh: [] as number[], grouped: [] as number[] }))
  let memory = 0
  const run = async (regression: (typeof REGRESSIONS)[number], slice: string) => {
    const ms = await timeQuery(server.url, queryOf(regression, slice))
    memory = Math.max(memory, memoryOf(server.pid))
    return ms
  }
  // A server that has been running for a minute: V8 has compiled what it runs.
  for (let warm = 0; warm < 4 * TIMES; warm++) for (const one of REGRESSIONS) await run(one, newSlice())
  for (let time = 0; time < TIMES; time++) {
    for (const [index, one] of REGRESSIONS.entries()) times[index].fresh.push(await run(one, newSlice()))
  }
  for (const [index, one] of REGRESSIONS.entries()) {
    const slice = newSlice()
    // Each worker groups for itself.
    await Promise.all(Array.from({ length: 8 }, () => run(one, slice)))
    for (let time = 0; time < TIMES; time++) times[index].grouped.push(await run(one, slice))
  }
  return { times, memory }
}

const worst = (ours: readonly (number | null)[], theirs: readonly number[]) =>
  Math.max(
    ...theirs.map((value, i) =>
      ours[i] === null ? 0 : Math.abs((ours[i] as number) - value) / Math.abs(value),
    ),
  )

const compareWithR = async (databaseUrl: string) => {
  const connection = await openConnection(databaseUrl)
  const frame = (await loadFrame(connection, 1)) as Frame
  await connection.close()
  const file = `.tmp/bench/${PAIRS}-short/pairs.csv`
  writePairs(frame, file)
  return askR(file, 5)
}

const databaseUrl = await benchDataset(PAIRS)
console.log(`${machine()}\n${PAIRS} pairs, 15 features, errors clustered by pair; medians of ${TIMES}\n`)

const server = await startServer(databaseUrl)
try {
  // Both workers have the frame when a metric of theirs was answered.
  const metrics = Array.from(
    { length: 8 },
    () => `{ dataset(name: "bench") { audit(${newSlice()}) { coverage { complete } } } }`,
  )
  await Promise.all(metrics.map((query) => timeQuery(server.url, query)))
  await new Promise((resolve) => setTimeout(resolve, 1000))
  const loaded = memoryOf(server.pid)
  const { times, memory } = await measure(server)

  const answers: Regression[] = []
  for (const one of REGRESSIONS) answers.push((await ask(server.url, queryOf(one, newSlice())))[one.field])
  const r = process.env.BENCH_R === '0' ? null : await compareWithR(databaseUrl)
  const rows = REGRESSIONS.map(({ name, title, least }, index) => {
    const [fresh, grouped] = [median(times[index].fresh), median(times[index].grouped)]
    const row = [title, fresh.toFixed(1), grouped.toFixed(1)]
    if (!r) return row
    const { seconds, estimates, errors } = r.results[name]
    const ms = 1000 * median(seconds)
    const { terms, intercept } = answers[index]
    const ours = intercept ? [intercept, ...terms] : terms
    const differences = [
      worst(
        ours.map(({ estimate }) => estimate),
        estimates,
      ),
      worst(
        ours.map(({ standardError }) => standardError),
        errors,
      ),
    ].map((difference) => difference.toExponential(0))
    const ratios = [ms / fresh, ms / grouped].map((ratio, at) => `${ratio.toFixed(0)} (${least[at]})`)
    return [...row, ms.toFixed(0), ...ratios, ...differences]
  })
  const header = ['', 'not grouped, ms', 'grouped, ms']
  if (r) header.push('R, ms', 'times R (at least)', 'grouped (at least)', 'estimates differ by', 'errors by')
  const title = r
    ? `Against ${r.version}, ${r.blas}`
    : 'No Rscript with sandwich and jsonlite to compare with'
  printTable(title, header, rows)
  printTable(
    'Memory of the server',
    ['', 'MB'],
    [
      ['with the frame loaded', loaded.toFixed(0)],
      ['most above that (at most 100)', (memory - loaded).toFixed(0)],
    ],
  )
} finally {
  await server.stop()
}
