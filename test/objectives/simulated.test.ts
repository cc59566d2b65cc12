import { describe, expect, it } from 'vitest'
import { detectableIn, judgedRuns, SCENARIOS, SIZES, shareOf } from '../../scripts/bench/judge/scenarios.ts'

/** As many as take a second or two; `npm run bench:judge` has more. */
const RUNS = 300

/** Of a binomial share: that it is not exceeded by chance in 999 of 1000 tests. */
const most = (share: number) => share + 3.1 * Math.sqrt((share * (1 - share)) / RUNS)

const scenarios = SCENARIOS.filter(({ title }) =>
  /^(ALIGNMENT of 0.6, atLeast|ALIGNMENT no|IMPRINT|five)/.test(title),
)

describe.each(Object.entries(SIZES))('made pairs, %s', (_, size) => {
  it.each(scenarios.map((one) => [one.title, one] as const))('%s', async (title, scenario) => {
    const atBound = await judgedRuns(scenario, size, { runs: RUNS, distance: 0, seed: 3 })
    // By chance, at the bound: of the opposite, too.
    expect(shareOf(atBound, 'PASS')).toBeLessThanOrEqual(most(0.05))
    expect(shareOf(atBound, 'FAIL')).toBeLessThanOrEqual(most(0.05))
    if (title.startsWith('five')) return
    expect(shareOf(atBound, 'PASS')).toBeGreaterThan(0.01)
    const distance = detectableIn(atBound)
    const within = await judgedRuns(scenario, size, { runs: RUNS, distance, seed: 4 })
    expect(Math.abs(shareOf(within, 'PASS') - 0.8)).toBeLessThanOrEqual(0.05)
  })
})
