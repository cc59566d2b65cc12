/**
 * `npm run bench:load`: sixteen clients who page through pairs, look at dashboards and run regressions, all at once; then the
 * pages alone, beside the same pages by Pothos' Prisma plugin and beside a server that answers with a constant.
 */
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { Agent } from 'node:http'
import { isDeepStrictEqual } from 'node:util'
import { noOptions } from '../no-options.ts'
import { type Random, randomStreams } from '../synthetic/random.ts'
import { BYTES, benchDataset } from './dataset.ts'
import { ask, type Load, load, type Question } from './load/clients.ts'
import { DASHBOARD, PAGE, PAGE_SIZE, PLAIN_PAGE, REGRESSION, SLICES } from './load/queries.ts'
import { machine } from './machine.ts'
import { memoryOf } from './process-usage.ts'
import { type BenchServer, startProcess, startServer } from './server.ts'
import { median, percentile, printTable } from './table.ts'

noOptions('bench:load', 'sixteen clients for a while (BENCH_SECONDS, of 60); BENCH_PAIRS, of 160800')

const PAIRS = Number(process.env.BENCH_PAIRS ?? 160_800)
const SECONDS = Number(process.env.BENCH_SECONDS ?? 60)
const CLIENTS = 16
const [PAGES, DASHBOARDS] = [0.7, 0.25]
const WARM_UP_SECONDS = Math.min(5, SECONDS)
const ROUNDS = 5
const ROUND_SECONDS = Math.min(5, SECONDS)
const SAMPLE_MS = 500
const CONSTANT = '.tmp/bench/page.json'

type Page = {
  dataset: { pairs: { edges: unknown[]; pageInfo: { endCursor: string; hasNextPage: boolean } } }
}
const pageIn = (body: string) => (JSON.parse(body) as { data: Page }).data

/** The page behind the last one that this client has had; the first one again after the last. */
const nextPage = (query: string, last: string | undefined): Question => {
  // Cheaper than to parse a page: it is what comes last.
  const end = last?.slice(-200) ?? ''
  const after = end.includes('"hasNextPage":true') ? /"endCursor":"([^"]+)"/.exec(end)?.[1] : undefined
  return { kind: 'page', query, variables: { after } }
}

let different = 0
const mixed =
  (random: Random) =>
  (_: number, answer: (kind: string) => string | undefined): Question => {
    const share = random.uniform()
    if (share < PAGES) return nextPage(PAGE, answer('page'))
    if (share < PAGES + DASHBOARDS)
      return { kind: 'audit', query: DASHBOARD, variables: { where: random.pick(SLICES) } }
    // Nobody has asked about this one.
    const where = { and: [random.pick(SLICES), { rowId: { gte: different++ } }] }
    return { kind: 'regression', query: REGRESSION, variables: { where } }
  }

/** Resident memory while `work` goes on, in MB, one sample after the other. */
const memoryDuring = async (pid: number, work: () => Promise<unknown>): Promise<number[]> => {
  const samples: number[] = []
  const sampling = setInterval(() => samples.push(memoryOf(pid)), SAMPLE_MS)
  await work()
  clearInterval(sampling)
  return samples
}

const delayOf = async ({ process: { send }, process }: BenchServer) => {
  send?.call(process, 'report')
  const [delay] = (await once(process, 'message')) as [{ p99: number; max: number }]
  return delay
}

const failFor = ({ wrong }: Load) => {
  if (wrong.length === 0) return
  console.error([...new Set(wrong)].slice(0, 10).join('\n'))
  process.exitCode = 1
}

const underLoad = async (server: BenchServer) => {
  const random = randomStreams(7, ['mix']).mix
  const agent = new Agent({ keepAlive: true })
  for (const where of SLICES)
    await ask(server.url, agent, { kind: 'audit', query: DASHBOARD, variables: { where } })
  agent.destroy()
  await load(server.url, { clients: CLIENTS, seconds: WARM_UP_SECONDS }, mixed(random))
  server.process.send('reset')
  let answered: Load = { asked: [], wrong: [] }
  const memory = await memoryDuring(server.pid, async () => {
    answered = await load(server.url, { clients: CLIENTS, seconds: SECONDS }, mixed(random))
  })
  const delay = await delayOf(server)
  const rows = ['page', 'audit', 'regression'].map((kind) => {
    const times = answered.asked.filter((asked) => asked.kind === kind).map(({ ms }) => ms)
    // In a short time there may be none of a kind.
    const quantiles = [0.5, 0.95, 0.99, 1].map((share) =>
      times.length === 0 ? 'none' : percentile(times, share).toFixed(0),
    )
    return [kind, `${times.length}`, (times.length / SECONDS).toFixed(1), ...quantiles]
  })
  printTable(
    `${CLIENTS} clients for ${SECONDS} s: 70 % pages of ${PAGE_SIZE} pairs, 25 % cached audits, 5 % uncached regressions`,
    ['', 'answers', 'a second', 'median, ms', 'p95', 'p99 (pages: at most 250)', 'worst'],
    rows,
  )
  const third = Math.floor(memory.length / 3)
  const [second, last] = [memory.slice(third, 2 * third), memory.slice(2 * third)].map(median)
  printTable(
    'The server meanwhile',
    ['', ''],
    [
      ['answers that were wrong (none)', `${answered.wrong.length}`],
      ['event loop, delay p99 (at most 50 ms)', `${delay.p99.toFixed(1)} ms`],
      ['event loop, longest delay', `${delay.max.toFixed(1)} ms`],
      ['resident memory, second third', `${second.toFixed(0)} MB`],
      [
        'resident memory, last third (flat)',
        `${last.toFixed(0)} MB (${((100 * last) / second - 100).toFixed(1)} %)`,
      ],
    ],
  )
  failFor(answered)
}

const sideBySide = async (server: BenchServer, databaseUrl: string) => {
  const agent = new Agent()
  const first = { kind: 'page', variables: {} }
  const page = pageIn(await ask(server.url, agent, { ...first, query: PAGE }))
  writeFileSync(CONSTANT, JSON.stringify(page))
  const peers = [
    { name: 'this server', query: PAGE, server, rates: [] as number[] },
    {
      name: "Pothos' Prisma plugin, nested",
      query: PLAIN_PAGE,
      server: await startProcess(['--import', 'tsx', 'scripts/bench/load/peer.ts', 'plain', databaseUrl]),
      rates: [] as number[],
    },
    {
      name: 'yoga, a constant',
      query: PAGE,
      server: await startProcess(['--import', 'tsx', 'scripts/bench/load/peer.ts', 'constant', CONSTANT]),
      rates: [] as number[],
    },
  ]
  const [own, plain, constant] = peers
  // They must not differ in anything but how they come by it.
  const edges = (await pageOfPeer(plain)).dataset.pairs.edges.map((edge) => {
    const { entries, ...node } = (edge as { node: Record<string, unknown> }).node
    const [chosen, rejected] = entries as unknown[]
    return { node: { ...node, chosen, rejected } }
  })
  if (!isDeepStrictEqual(edges, page.dataset.pairs.edges)) throw new Error('the plain page is another one')
  if (!isDeepStrictEqual(await pageOfPeer(constant), page))
    throw new Error('the constant page is another one')
  for (let round = -1; round < ROUNDS; round++)
    for (const { server, query, rates } of peers) {
      const load16 = await load(server.url, { clients: CLIENTS, seconds: ROUND_SECONDS }, (_, answer) =>
        nextPage(query, answer('page')),
      )
      failFor(load16)
      // The first round warms up.
      if (round >= 0) rates.push(load16.asked.length / ROUND_SECONDS)
    }
  for (const peer of [plain, constant]) await peer.server.stop()
  const ratioTo = (other: typeof own) =>
    median(own.rates.map((rate, round) => rate / other.rates[round])).toFixed(2)
  printTable(
    `Pages alone, ${CLIENTS} clients, medians of ${ROUNDS} rounds of ${ROUND_SECONDS} s each`,
    ['', 'pages a second', 'this server, as a multiple'],
    [
      [own.name, median(own.rates).toFixed(0), ''],
      [plain.name, median(plain.rates).toFixed(0), `${ratioTo(plain)} (at least 3)`],
      [constant.name, median(constant.rates).toFixed(0), `${ratioTo(constant)} (at least 0.40)`],
    ],
  )
}

const pageOfPeer = async ({ server, query }: { server: BenchServer; query: string }) =>
  pageIn(await ask(server.url, new Agent(), { kind: 'page', query, variables: {} }))

const databaseUrl = await benchDataset(PAIRS, BYTES)
const server = await startServer(databaseUrl, ['--import', './scripts/bench/load/probe.mjs'])
try {
  console.log(`${machine()}\n${PAIRS} pairs, ${BYTES} bytes an entry on average\n`)
  await underLoad(server)
  await sideBySide(server, databaseUrl)
} finally {
  await server.stop()
}
