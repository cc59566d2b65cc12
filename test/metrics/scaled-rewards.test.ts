import { beforeAll, describe, expect, it } from 'vitest'
import type { Frame } from '../../src/frame/frame.ts'
import type { Effects } from '../../src/metrics/effects.ts'
import { DEFAULT_OPTIONS } from '../../src/metrics/regression-options.ts'
import { frameOf, type PlainPair } from '../frame/make-frame.ts'
import { loadSealSmall } from '../frame/seal-small.ts'
import { expectAgree } from '../golden/agree.ts'
import { ask, sliceOf } from './asking.ts'

let frame: Frame
beforeAll(async () => {
  frame = await loadSealSmall()
})

const scaled = (scale: number): Frame => ({
  ...frame,
  original: {
    ...frame.original,
    rewards: frame.original.rewards.map(
      (both) =>
        both && {
          CHOSEN: both.CHOSEN.map((score) => score * scale),
          REJECTED: both.REJECTED.map((score) => score * scale),
        },
    ),
  },
})

const options = { ...DEFAULT_OPTIONS, bootstrap: { replicates: 20, seed: 1 } }
/** What has the unit of rewards, in this unit. */
const IN_REWARDS = ['estimate', 'standardError', 'lower', 'upper', 'first', 'second']
const inUnit = (value: unknown, unit: number, name = ''): unknown => {
  if (typeof value === 'number') return IN_REWARDS.includes(name) ? value / unit : value
  if (Array.isArray(value)) return value.map((one) => inUnit(one, unit))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inUnit(inner, unit, key)]))
}

// Squares of such rewards are no numbers, or 0. R's own sums leave the range: the truth is that of the unscaled ones.
describe.each([1e170, 1e-170, 1e300, 1e-300])('rewards times %d', (scale) => {
  it.each<Effects>(['PAIR', 'NONE'])('have the same imprints with their errors, %s', async (effects) => {
    const imprints = (of: Frame) => ask(sliceOf(of), 'imprints', { stage: 'POST', effects, options })
    const { logLikelihood, deviance, ...rest } = await imprints(scaled(scale))
    const { logLikelihood: unscaled, deviance: squares, ...expected } = await imprints(frame)
    expect(rest.terms.some(({ standardError }) => standardError !== null)).toBe(true)
    expectAgree(inUnit(rest, scale), expected, { relative: 1e-9, absolute: 1e-11 })
    expectAgree(
      logLikelihood,
      unscaled! - rest.observations * Math.log(scale) * (effects === 'PAIR' ? 0.5 : 1),
    )
    expect(deviance).toBe(Number.isFinite(squares! * scale ** 2) && scale ** 2 > 0 ? deviance : null)
  })

  it('differ from the other model by as much, with its error', async () => {
    const args = { stages: ['POST', 'PRE'], effects: 'PAIR', options: DEFAULT_OPTIONS } as const
    const compared = (of: Frame) => ask(sliceOf(of), 'compareImprints', args, sliceOf(of))
    expectAgree(inUnit(await compared(scaled(scale)), scale), await compared(frame), {
      relative: 1e-9,
      absolute: 1e-11,
    })
  })
})

it('compares rewards of 1e170 with others of 1', async () => {
  const [own, large] = [sliceOf(frame), sliceOf(scaled(1e170))]
  const args = { stages: ['POST', 'POST'], effects: 'PAIR', options: DEFAULT_OPTIONS } as const
  const { terms } = await ask(large, 'compareImprints', args, own)
  const { terms: alone } = await ask(large, 'imprints', {
    stage: 'POST',
    effects: 'PAIR',
    options: DEFAULT_OPTIONS,
  })
  expect(terms.filter(({ standardError }) => standardError === null).map(({ title }) => title)).toEqual([
    'is sexually explicit',
  ])
  // The small ones are nothing beside them; n and k count both.
  for (const [index, { estimate, standardError }] of terms.entries()) {
    expectAgree(estimate, alone[index].estimate)
    const { standardError: ofAlone } = alone[index]
    if (ofAlone === null) expect(standardError).toBeNull()
    else expectAgree(standardError! / ofAlone, 1, { relative: 0.02, absolute: 0 })
  }
})

it('angles of next to nothing have a spread', async () => {
  const pairs = [1, 2, 3].map(
    (rowId): PlainPair => ({ rowId, pre: [1, 0], post: [1, rowId * rowId * 1e-170] }),
  )
  const { mean, standardDeviation, tTest, reason } = await ask(sliceOf(frameOf(pairs)), 'rewardShift', {})
  const unit = (1e-170 * 180) / Math.PI
  expectAgree([mean! / unit, standardDeviation! / unit], [14 / 3, 4.041451884327381])
  expectAgree(tTest, { statistic: 2, pValue: 0.1835034190722739, degreesOfFreedom: 2 })
  expect(reason).toBeNull()
})
