/** `npm run bench:slices`: random slices, each with all four regressions and Table 1 in one query, nothing cached. */
import { PREFERENCES } from '../../src/domain/preference.ts'
import { REGIMES } from '../../src/domain/regime.ts'
import { SEAL_TAXONOMY } from '../../src/domain/seal-taxonomy.ts'
import { SIDES } from '../../src/domain/side.ts'
import { STAGES } from '../../src/domain/stage.ts'
import { noOptions } from '../no-options.ts'
import { type Random, randomStreams } from '../synthetic/random.ts'
import { benchDataset } from './dataset.ts'
import { machine } from './machine.ts'
import { startServer, timeQuery } from './server.ts'
import { median, percentile, printTable } from './table.ts'

noOptions('bench:slices', 'random slices with all regressions and Table 1; BENCH_PAIRS, of 160800')

const PAIRS = Number(process.env.BENCH_PAIRS ?? 160_800)
const SLICES = 200

const TERMS = 'pairs terms { status estimate standardError pValue }'
const FIELDS = `
  regimes { pairs prevalence labelerAgreement { rate } rewardShift { mean } }
  imprints { ${TERMS} }
  shiftImprints { ${TERMS} }
  misalignment { ${TERMS} }
  rewriting { robustness { ${TERMS} } }`

const quoted = (texts: readonly string[]) => JSON.stringify(texts)

const condition = (random: Random): string => {
  const some = <T>(of: readonly T[]) => of.filter(() => random.chance(0.4))
  const between = (low: number, high: number) => (low + (high - low) * random.uniform()).toFixed(3)
  switch (random.below(8)) {
    case 0:
      return `topic: ${quoted(some(SEAL_TAXONOMY.topics))}`
    case 1:
      return `regime: [${some(REGIMES)}]`
    case 2:
      return `preference: [${some(PREFERENCES)}]`
    case 3:
      return `feature: { name: "${random.pick(SEAL_TAXONOMY.features).name}", scope: ${random.pick(['EITHER', 'BOTH', ...SIDES])} }`
    case 4:
      return `margin: { stage: ${random.pick(STAGES)}, gte: ${between(-2, 1)} }`
    case 5:
      return `rewardShift: { gte: ${between(-120, 60)} }`
    case 6:
      return `reward: { stage: ${random.pick(STAGES)}, side: ${random.pick(SIDES)}, lte: ${between(-1, 2)} }`
    default:
      return `rowId: { lte: ${random.below(PAIRS)} }`
  }
}

/** One to three conditions, joined somehow. */
const slice = (random: Random): string => {
  const own = condition(random)
  if (random.chance(0.4)) return own
  const other = condition(random)
  return random.pick([
    `and: [{ ${own} }, { ${other} }]`,
    `or: [{ ${own} }, { ${other} }]`,
    `and: [{ ${own} }, { not: { ${other} } }]`,
    `or: [{ ${own} }, { and: [{ ${other} }, { ${condition(random)} }] }]`,
  ])
}

const databaseUrl = await benchDataset(PAIRS)
console.log(
  `${machine()}\n${PAIRS} pairs; ${SLICES} random slices, four regressions and Table 1 each, one query after the other\n`,
)
const server = await startServer(databaseUrl)
try {
  const { slices: random } = randomStreams(1, ['slices'])
  const ask = (where: string) =>
    timeQuery(server.url, `{ dataset(name: "bench") { audit(where: { ${where} }) { ${FIELDS} } } }`)
  for (let warm = 0; warm < 20; warm++) await ask(`rowId: { gte: ${-warm - 1} }`)
  const ms: number[] = []
  for (let i = 0; i < SLICES; i++) ms.push(await ask(slice(random)))
  printTable(
    'A slice',
    ['', 'ms'],
    [
      ['median', median(ms).toFixed(0)],
      ['p95 (at most 250)', percentile(ms, 0.95).toFixed(0)],
      ['worst', Math.max(...ms).toFixed(0)],
    ],
  )
} finally {
  await server.stop()
}
