import { describe, expect, it } from 'vitest'
import { EFFECTS } from '../../src/metrics/effects.ts'
import { DEFAULT_OPTIONS } from '../../src/metrics/regression-options.ts'
import type { Regression } from '../../src/metrics/regression-result.ts'
import { frameOf, type PlainPair } from '../frame/make-frame.ts'
import { ask, sliceOf } from './asking.ts'

/** Noise that no label says anything of, the same in every run. */
const noise = (row: number) => Math.sin(12.9898 * (row + 1)) * 4

/** Pairs of which some of the first ones alone differ in eloquence, and all entries but theirs are as eloquent. */
const framed = (differ: number, promptOf?: (row: number) => number) =>
  sliceOf(
    frameOf(
      Array.from({ length: 240 }, (_, row): PlainPair => {
        const [chosen, rejected] = [row % 3 === 0, row % 5 === 0].map(Number)
        return {
          rowId: row,
          ...(promptOf && { group: promptOf(row) }),
          pre: [noise(row + 0.3), noise(row + 0.6)],
          post: [noise(row), noise(row + 0.5)],
          labels: {
            chosen: { is_helpful: chosen, is_harmless: row % 2, is_eloquent: row < differ ? 0 : 1 },
            rejected: { is_helpful: rejected, is_harmless: (row >> 1) % 2, is_eloquent: 1 },
          },
        }
      }),
    ),
  )
const ROBUST = ['HC1', 'CLUSTER', 'PROMPT'] as const

const eloquence = <T extends { title: string }>({ terms }: { terms: readonly T[] }): T =>
  terms.find(({ title }) => title === 'is_eloquent') as T
const saidOf = (of: Pick<Regression, 'terms'>) => {
  const { estimate, standardError, pValue, adjustedPValue, confidenceInterval, reason } = eloquence(of)
  const numbers = [standardError, pValue, adjustedPValue, confidenceInterval]
  return { isEstimated: estimate !== null, isTested: numbers.map((number) => number !== null), reason }
}
const tested = { isEstimated: true, isTested: [true, true, true, true], reason: null }
const untested = (things: string) => ({
  isEstimated: true,
  isTested: [false, false, false, false],
  reason: `it varies in ${things} alone, and robust errors need 3`,
})
const imprint = async (
  slice: ReturnType<typeof framed>,
  options: object,
  effects: (typeof EFFECTS)[number],
) =>
  saidOf(
    await ask(slice, 'imprints', { stage: 'POST', effects, options: { ...DEFAULT_OPTIONS, ...options } }),
  )

describe.each(EFFECTS)('what varies in a few pairs alone, effects %s', (effects) => {
  it.each(ROBUST)('%s: has no error of one or two, and has one of three', async (errors) => {
    expect(await imprint(framed(1), { errors }, effects)).toEqual(untested('1 pair'))
    expect(await imprint(framed(2), { errors }, effects)).toEqual(untested('2 pairs'))
    expect(await imprint(framed(3), { errors }, effects)).toEqual(tested)
  })

  it('IID: has an error, from all of the pairs', async () => {
    expect(await imprint(framed(1), { errors: 'IID' }, effects)).toEqual(tested)
  })

  it('PROMPT: counts prompts, and not the pairs of one', async () => {
    const inOne = framed(60, (row) => (row < 60 ? 0 : row))
    expect(await imprint(inOne, { errors: 'PROMPT' }, effects)).toEqual(untested('1 prompt'))
    expect(await imprint(inOne, { errors: 'CLUSTER' }, effects)).toEqual(tested)
    const inAll = framed(61, (row) => Math.floor(row / 60))
    expect(await imprint(inAll, { errors: 'PROMPT' }, effects)).toEqual(untested('2 prompts'))
  })
})

it('choices: neither odds nor probability have an error', async () => {
  const options = { ...DEFAULT_OPTIONS, penalty: 'FIRTH' } as const
  const asked = (differ: number) => ask(framed(differ), 'choices', { by: 'MODEL', stage: 'POST', options })
  const [few, enough] = [await asked(2), await asked(3)]
  expect(saidOf(few)).toEqual(untested('2 pairs'))
  expect(saidOf(enough)).toEqual(tested)
  const marginal = (of: Regression) => eloquence(of).marginalEffect!
  expect(marginal(few).estimate).not.toBeNull()
  expect([marginal(few).standardError, marginal(few).pValue]).toEqual([null, null])
  expect(marginal(enough).pValue).not.toBeNull()
})

it('a difference of two regressions has no error that either of them lacks', async () => {
  const slice = framed(2)
  const args = { stages: ['POST', 'PRE'], effects: 'PAIR', options: DEFAULT_OPTIONS } as const
  const compared = await ask(slice, 'compareImprints', args, slice)
  const { estimate, pValue, reason } = eloquence(compared)
  expect(estimate).not.toBeNull()
  expect(pValue).toBeNull()
  expect(reason).toBe(
    ['the first audit', 'the other audit']
      .map((audit) => `${audit}: ${untested('2 pairs').reason}`)
      .join('; '),
  )
})
