import { describe, expect, it } from 'vitest'
import { EFFECTS } from '../../src/metrics/effects.ts'
import { DEFAULT_OPTIONS } from '../../src/metrics/regression-options.ts'
import { ERROR_TYPES } from '../../src/stats/covariance.ts'
import { frameOf, type PlainPair } from '../frame/make-frame.ts'
import { ask, sliceOf } from './asking.ts'

/** Rewards made by a rule of the features, in which sentiment and eloquence count for nothing. */
const ruled = (features: Record<string, number>) =>
  0.1 + 0.3 * features.is_helpful - 0.7 * features.is_harmless
const bit = (row: number, of: number) => (row >> of) & 1
const featuresOf = (row: number) => ({
  is_helpful: bit(row, 0),
  is_harmless: bit(row, 1),
  sentiment: (row % 3) - 1,
  is_eloquent: bit(row, 2),
})
const pairs = Array.from({ length: 40 }, (_, row): PlainPair => {
  const [chosen, rejected] = [featuresOf(row), featuresOf((row * row * 5 + 3 * row) >> 1)]
  return {
    rowId: row,
    pre: [ruled(chosen), ruled(rejected)],
    post: [ruled(chosen), ruled(rejected)],
    labels: { chosen, rejected },
  }
})
const slice = sliceOf(frameOf(pairs))

describe.each(EFFECTS)('rewards by a rule, effects %s', (effects) => {
  it.each(ERROR_TYPES)(
    '%s: estimates are exact, what counts for nothing is 0, and nothing has an error',
    async (errors) => {
      const { terms, warnings, rSquared, deviance } = await ask(slice, 'imprints', {
        stage: 'POST',
        effects,
        options: { ...DEFAULT_OPTIONS, errors, bootstrap: { replicates: 20, seed: 1 } },
      })
      expect(terms.map(({ estimate }) => estimate && Number(estimate.toFixed(14)))).toEqual([0.3, -0.7, 0, 0])
      for (const { standardError, pValue, confidenceInterval, bootstrap, reason } of terms) {
        expect({ standardError, pValue, confidenceInterval, bootstrap }).toEqual({
          standardError: null,
          pValue: null,
          confidenceInterval: null,
          bootstrap: null,
        })
        expect(reason).toBe('there are no residuals to say how wrong the estimate is')
      }
      expect({ rSquared, deviance }).toEqual({ rSquared: 1, deviance: 0 })
      expect(warnings).toEqual([
        'the terms fit perfectly: there are no residuals to estimate errors from',
        'bootstrap: the terms fit perfectly, so that every replicate has the same estimates',
      ])
    },
  )

  it('differ from others by the same rule in nothing', async () => {
    const args = { stages: ['POST', 'PRE'], effects, options: DEFAULT_OPTIONS } as const
    for (const { estimate, standardError, reason } of (await ask(slice, 'compareImprints', args, slice))
      .terms)
      expect({ estimate, standardError, reason }).toEqual({
        estimate: 0,
        standardError: null,
        reason: 'nothing says how wrong the difference is',
      })
  })
})
