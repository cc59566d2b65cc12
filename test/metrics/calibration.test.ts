import { describe, expect, it } from 'vitest'
import { worded } from '../../src/audit/questions.ts'
import { compute } from '../../src/metrics/metrics.ts'
import { databases } from '../databases.ts'
import { frameOf, type PlainPair } from '../frame/make-frame.ts'
import { expectAgree } from '../golden/agree.ts'
import { ask, sliceOf } from './asking.ts'
import { connected, written } from './both-executors.ts'

/** Pairs of these margins after training. */
const pairsOf = (...margins: (number | null)[]): PlainPair[] =>
  margins.map((margin, rowId) => ({ rowId, post: [margin, margin === null ? null : 0] }))

const HARD = [0, 1000, -1000, 40, -0.25, 400, null]
const args = { stage: 'POST', bins: 2 } as const

/** What R's `plogis(m, log.p = TRUE)` and `plogis(m)` give of these margins. */
const expectHard = ({ pairs, logLoss, brier, bins }: Awaited<ReturnType<typeof hardOf>>) => {
  const ofQuarter = Math.log1p(Math.exp(0.25))
  expectAgree(
    { pairs, logLoss, brier },
    {
      pairs: 6,
      logLoss: (Math.LN2 + 1000 + Math.exp(-40) + ofQuarter) / 6,
      brier: (0.25 + 1 + (1 - Math.exp(-ofQuarter)) ** 2) / 6,
    },
  )
  expect(
    bins.map(({ pairs, agreement: { agree, disagree, indifferent } }) => [
      pairs,
      agree,
      disagree,
      indifferent,
    ]),
  ).toEqual([
    [1, 0, 1, 1],
    [4, 3, 1, 0],
  ])
  expectAgree(
    bins.map(({ confidence }) => confidence),
    [1 / (1 + Math.exp(-0.25)), 1],
  )
}
const hardOf = () => ask(sliceOf(frameOf(pairsOf(...HARD))), 'calibration', args)

describe('calibration', () => {
  it('of margins near 0 and far beyond what a probability can tell from 1', async () => {
    expectHard(await hardOf())
  })

  it.each([
    [[null], /^no pair of the slice has both rewards of the POST model$/],
    [[2], /^one pair has no spread$/],
    [[0, 0], /^the model gives both entries the same reward wherever it has scored them$/],
    [[1, 1], /^all losses are equal$/],
  ])('of margins %j says why it has no numbers', async (margins, reason) => {
    const found = await ask(sliceOf(frameOf(pairsOf(...margins))), 'calibration', args)
    expect(found.reason).toMatch(reason)
    expect(found.standardError).toBeNull()
  })

  it('has 100 bins at most', async () => {
    const asked = (bins: number) => ask(sliceOf(frameOf(pairsOf(1))), 'calibration', { ...args, bins })
    expect((await asked(100)).bins).toHaveLength(100)
    for (const bins of [0, 101, 1.5]) await expect(asked(bins)).rejects.toThrow(/^invalid bins: /)
  })
})

describe.each(databases())('calibration, by $name', (databases) => {
  const connection = connected(databases)

  it('of the same margins', async () => {
    const { outline, sql } = await written(connection(), pairsOf(...HARD))
    const pairs = await sql(null)
    const { argsOf } = worded('calibration')
    const subject = outline.defaults
    expectHard(
      await compute(
        'calibration',
        { pairs, other: null },
        argsOf({ outline, subject, other: subject }, args),
      ),
    )
  })
})
