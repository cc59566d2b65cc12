import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mcnemarTest } from '../../src/stats/mcnemar.ts'
import { signTest } from '../../src/stats/sign-test.ts'
import { expectAgree } from '../golden/agree.ts'
import { descriptive, longSamples } from '../golden/descriptive.ts'

const signTestOf = (values: ArrayLike<number>) => {
  const signs = Array.from(values, Math.sign)
  const [positive, negative] = [1, -1].map((wanted) => signs.filter((sign) => sign === wanted).length)
  return signTest(positive, negative)
}

describe('signTest', () => {
  it.each(Object.entries(descriptive.samples))('agrees with R: %s', (_, golden) => {
    expectAgree(signTestOf(golden.values), golden.signTest)
  })

  it.each(Object.entries(descriptive.long))('agrees with R at 160,800 values: %s', (name, golden) => {
    expectAgree(signTestOf(longSamples[name]), golden.signTest)
  })

  it.each(descriptive.coins)('agrees with R on counts: $counts', ({ counts: [a, b], pValue }) => {
    expectAgree(signTest(a, b), { statistic: (a - b) / 2, pValue })
  })

  // The only split that gives the printed statistic, where there are no zeros or (two of them) a single one.
  it.each([
    { statistic: 12334.5, positive: 92734, negative: 68065, zeros: 1, count: 160800 },
    { statistic: 10257.5, positive: 30980, negative: 10465, zeros: 0, count: 41445 },
    { statistic: -725.5, positive: 13096, negative: 14547, zeros: 1, count: 27644 },
    { statistic: -2791.5, positive: 4241, negative: 9824, zeros: 0, count: 14065 },
    { statistic: 5594, positive: 44417, negative: 33229, zeros: 0, count: 77646 },
  ])('reaches the published statistic $statistic', ({ statistic, positive, negative, zeros, count }) => {
    expect(positive + negative + zeros).toBe(count)
    expect(signTest(positive, negative)?.statistic).toBe(statistic)
  })

  it('ignores zeros and the order, and changes its sign with the values', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -3, max: 3 })), (values) => {
        const test = signTestOf(values)
        expectAgree(signTestOf([0, ...values.toReversed(), 0]), test)
        expectAgree(signTestOf(values.map((x) => -2 * x)), test && { ...test, statistic: -test.statistic })
      }),
    )
  })
})

describe('mcnemarTest', () => {
  it.each(descriptive.coins)('agrees with R: $counts', ({ counts: [b, c], pValue }) => {
    expectAgree(mcnemarTest(b, c), { statistic: Math.min(b, c), pValue })
  })

  it('gives the published p-values', () => {
    expectAgree(mcnemarTest(2938, 4758), { statistic: 2938, pValue: 2.1692835037190495e-96 })
    expectAgree(mcnemarTest(4758, 6082), { statistic: 4758, pValue: 4.416077898360805e-37 })
  })

  it('is null without discordant pairs', () => {
    expect(mcnemarTest(0, 0)).toBeNull()
  })
})
