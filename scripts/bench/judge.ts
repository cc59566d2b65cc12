/** `npm run bench:judge`: how often objectives pass by chance at their bounds, and how often at the distance called detectable. */
import { noOptions } from '../no-options.ts'
import { detectableIn, judgedRuns, SCENARIOS, SIZES, shareOf } from './judge/scenarios.ts'
import { printTable } from './table.ts'

noOptions('bench:judge', 'outcomes on made pairs whose numbers are known; BENCH_RUNS, of 2000')

const RUNS = Number(process.env.BENCH_RUNS ?? 2000)

const rows: string[][] = []
for (const scenario of SCENARIOS) {
  for (const [title, size] of Object.entries(SIZES)) {
    const atBound = await judgedRuns(scenario, size, { runs: RUNS, distance: 0, seed: 1 })
    const distance = detectableIn(atBound)
    const within = await judgedRuns(scenario, size, { runs: RUNS, distance, seed: 2 })
    const [pass, fail] = (['PASS', 'FAIL'] as const).map((outcome) => shareOf(atBound, outcome).toFixed(3))
    rows.push([
      scenario.title,
      title,
      pass,
      fail,
      distance.toPrecision(3),
      shareOf(within, 'PASS').toFixed(3),
    ])
  }
}

const half = 1.96 * Math.sqrt((0.05 * 0.95) / RUNS)
printTable(
  `${RUNS} runs each; 0.05 by chance lies in ${(0.05 - half).toFixed(3)} to ${(0.05 + half).toFixed(3)} in 95 of 100 tables`,
  ['objective', 'pairs', 'PASS at the bound', 'FAIL at the bound', 'detectable', 'PASS at that distance'],
  rows,
)
