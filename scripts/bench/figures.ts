/** `npm run bench:figures`: every figure over HTTP, of slices that nobody asked about before. */
import { FIGURES } from '../../src/figures/figures.ts'
import { noOptions } from '../no-options.ts'
import { benchDataset } from './dataset.ts'
import { machine } from './machine.ts'
import { startServer } from './server.ts'
import { median, printTable } from './table.ts'

noOptions('bench:figures', 'all figures over HTTP, and their size; BENCH_PAIRS, of 160800')

const PAIRS = Number(process.env.BENCH_PAIRS ?? 160_800)
const ROUNDS = 5

type Asked = { ms: number; bytes: number }

let slices = 0
/** All pairs by a condition that was not asked for before: nothing of it is remembered. */
const everyPair = () => `rowId: { gte: ${-++slices} }`

const ask = async (url: string, name: string, where: string): Promise<Asked> => {
  // The dataset has one labeler: compared with itself it takes as long as with another.
  const others = name === 'LABELER_AGREEMENT' ? ', with: ["first"]' : ''
  const query = `{ dataset(name: "bench") { audit(where: { ${where} }) { figure(name: ${name}${others}) } } }`
  const started = performance.now()
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  const text = await response.text()
  const ms = performance.now() - started
  const { data, errors } = JSON.parse(text)
  if (errors) throw new Error(`${name}: ${JSON.stringify(errors)}`)
  return { ms, bytes: Buffer.byteLength(JSON.stringify(data.dataset.audit.figure)) }
}

const databaseUrl = await benchDataset(PAIRS)
console.log(`${machine()}\n${PAIRS} pairs, ${ROUNDS} slices each, one after the other\n`)
const server = await startServer(databaseUrl)
try {
  const names = Object.keys(FIGURES)
  for (const name of names) await ask(server.url, name, everyPair())
  const rows: string[][] = []
  for (const name of names) {
    const runs: Asked[] = []
    for (let round = 0; round < ROUNDS; round++) runs.push(await ask(server.url, name, everyPair()))
    const ms = runs.map((run) => run.ms)
    const again = await ask(server.url, name, `rowId: { gte: ${-slices} }`)
    const kilobytes = Math.max(...runs.map(({ bytes }) => bytes)) / 1000
    rows.push([
      name,
      median(ms).toFixed(0),
      Math.max(...ms).toFixed(0),
      again.ms.toFixed(0),
      kilobytes.toFixed(1),
    ])
  }
  printTable('Figures', ['', 'median ms', 'worst ms (at most 300)', 'again, ms', 'kB (at most 200)'], rows)
} finally {
  await server.stop()
}
