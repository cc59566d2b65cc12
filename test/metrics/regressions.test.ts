import { beforeAll, describe, expect, it } from 'vitest'
import { STAGES } from '../../src/domain/stage.ts'
import type { Frame } from '../../src/frame/frame.ts'
import { DEFAULT_OPTIONS, type RegressionOptions } from '../../src/metrics/regression-options.ts'
import type { Regression, Term } from '../../src/metrics/regression-result.ts'
import { loadSealSmall, readExpected } from '../frame/seal-small.ts'
import { expectAgree } from '../golden/agree.ts'
import { ask, type Slice, sliceOf } from './asking.ts'

type Expected = Record<string, { estimate: number; standardError: number; statistic: number; pValue: number }>

const expected = readExpected()
let frame: Frame
let whole: Slice

beforeAll(async () => {
  frame = await loadSealSmall()
  whole = sliceOf(frame)
})

const options = (rest: Partial<RegressionOptions> = {}) => ({ ...DEFAULT_OPTIONS, maxVif: null, ...rest })
const ERRORS = ['IID', 'HC1', 'CLUSTER'] as const

/** A term as R's file calls it. */
const nameOf = ({ name }: Term): string => {
  if (!name) return '(Intercept)'
  const feature = frame.taxonomy.features[name.feature].name
  if (name.flip) return `${feature.replace('last_response_', '')}.${name.side?.toLowerCase()}.${name.flip}`
  return name.side ? `${feature}.${name.side === 'CHOSEN' ? 'c' : 'r'}` : feature
}

const termsOf = ({ intercept, terms }: Regression) => (intercept ? [intercept, ...terms] : terms)

/** Labels that one pair or two have: R's robust errors of them are the more certain the fewer these are. */
const RARE = /is_sexually_explicit|is_manipulative\.c/

/** All terms but those named agree with R; those named are separated, which R's estimates beyond 20 say. */
const expectTerms = (regression: Regression, r: Expected, separated: readonly string[] = []) => {
  const terms = termsOf(regression)
  expect(terms.map(nameOf).sort()).toEqual(Object.keys(r).sort())
  for (const term of terms) {
    const theirs = r[nameOf(term)]
    const { estimate, standardError, statistic, pValue } = term
    if (separated.includes(nameOf(term))) {
      expect(Math.abs(theirs.estimate)).toBeGreaterThan(20)
      expect(term).toMatchObject({ status: 'SEPARATED', estimate: null, standardError: null, pValue: null })
      expect(term.reason).toContain('predict the outcome perfectly')
    } else if (regression.errors !== 'IID' && RARE.test(nameOf(term))) {
      expectAgree(estimate, theirs.estimate)
      expect([standardError, statistic, pValue]).toEqual([null, null, null])
      expect(term.reason).toMatch(/^it varies in (1 pair|2 pairs) alone/)
    } else {
      expect([term.status, term.reason]).toEqual(['ESTIMATED', null])
      expectAgree({ estimate, standardError, statistic, pValue }, theirs)
    }
  }
}

describe('the regressions on seal-small against R', () => {
  describe.each(STAGES)('equation 1, %s', (stage) => {
    it.each(ERRORS)('with pair effects and %s errors', async (errors) => {
      const result = await ask(whole, 'imprints', { stage, effects: 'PAIR', options: options({ errors }) })
      expectTerms(result, expected.imprint[stage].pairEffects[errors])
      expectAgree(result.rSquared, expected.imprint[stage].rSquaredWithin)
      expect(result).toMatchObject({ method: 'WITHIN', observations: 1200, pairs: 600, intercept: null })
      expect(result.residualDegreesOfFreedom).toBe(585)
    })
    it.each(ERRORS)('without, and %s errors', async (errors) => {
      const result = await ask(whole, 'imprints', { stage, effects: 'NONE', options: options({ errors }) })
      expectTerms(result, expected.imprint[stage].pooled[errors])
      expectAgree(result.rSquared, expected.imprint[stage].pooled.rSquared)
      expect(result).toMatchObject({ method: 'OLS', observations: 1200, pairs: 600 })
      expect(result.residualDegreesOfFreedom).toBe(1184)
    })
  })

  it.each(ERRORS)('equation 2 with %s errors', async (errors) => {
    const result = await ask(whole, 'shiftImprints', { options: options({ errors }) })
    expectTerms(result, expected.shift[errors])
    expectAgree(result.rSquared, expected.shift.rSquared)
    expect(result.observations).toBe(expected.shift.n)
  })

  const SEPARATED = [
    'last_response_is_sexually_explicit.c',
    'last_response_is_manipulative.c',
    'last_response_is_sexually_explicit.r',
  ]
  it.each([
    ['IID', 'LOGIT'],
    ['CLUSTER', 'LOGIT_CLUSTER'],
  ] as const)('equation 3, logit, with %s errors', async (errors, name) => {
    const result = await ask(whole, 'misalignment', { link: 'LOGIT', options: options({ errors }) })
    expectTerms(result, expected.misalignment[name], SEPARATED)
    const { logLikelihood, deviance } = result
    const { logLik, deviance: theirs } = expected.misalignment
    expectAgree({ logLikelihood, deviance }, { logLikelihood: logLik, deviance: theirs })
    expect(result.warnings).toEqual([expect.stringMatching(/^3 observations are predicted perfectly/)])
    for (const { estimate, oddsRatio } of result.terms) {
      expect(oddsRatio).toBe(estimate === null ? null : Math.exp(estimate))
    }
  })
  it('equation 3, HC1: R has HC0, n / (n − k) smaller', async () => {
    const { terms } = await ask(whole, 'misalignment', { link: 'LOGIT', options: options({ errors: 'HC1' }) })
    for (const term of terms) {
      if (term.status !== 'ESTIMATED') continue
      const { standardError } = expected.misalignment.LOGIT_HC0[nameOf(term)]
      expectAgree(term.standardError, standardError * Math.sqrt(600 / 569))
    }
  })
  it.each(ERRORS)('equation 3, linear, with %s errors', async (errors) => {
    const result = await ask(whole, 'misalignment', { link: 'IDENTITY', options: options({ errors }) })
    expectTerms(result, expected.misalignment[`LINEAR_${errors}`])
    expect(result.method).toBe('LINEAR_PROBABILITY')
    expect(
      result.terms.every(({ oddsRatio, marginalEffect }) => oddsRatio === null && marginalEffect === null),
    ).toBe(true)
  })

  const FLIPS_SEPARATED = [
    'is_eloquent.chosen.GAINED',
    'is_eloquent.chosen.LOST',
    'sentiment.chosen.GAINED',
    'is_coherent.rejected.GAINED',
    'sentiment.rejected.LOST',
  ]
  it.each([
    ['IID', 'LOGIT', 'LOGIT', FLIPS_SEPARATED],
    ['CLUSTER', 'LOGIT', 'LOGIT_CLUSTER', FLIPS_SEPARATED],
    ['IID', 'IDENTITY', 'LINEAR_IID', []],
    ['CLUSTER', 'IDENTITY', 'LINEAR_CLUSTER', []],
  ] as const)('equation 4, %s errors, %s', async (errors, link, name, separated) => {
    const result = await ask(whole, 'robustness', {
      rewriter: 0,
      link,
      keepTargets: true,
      options: options({ errors }),
    })
    expectTerms(result, expected.robustness[name], separated)
    expect([result.observations, result.pairs]).toEqual([expected.robustness.n, expected.robustness.n])
  })

  const vifs = (result: Regression) =>
    Object.fromEntries(result.terms.map((term) => [nameOf(term), term.vif]))
  it('variance inflation', async () => {
    const args = { options: options() }
    const imprint = (effects: 'NONE' | 'PAIR') => ask(whole, 'imprints', { stage: 'POST', effects, ...args })
    expectAgree(vifs(await imprint('NONE')), expected.vif.pooled)
    expectAgree(vifs(await imprint('PAIR')), expected.vif.pair)
    expectAgree(vifs(await ask(whole, 'shiftImprints', args)), expected.vif.shift)
    expectAgree(vifs(await ask(whole, 'misalignment', { link: 'LOGIT', ...args })), expected.vif.shift)
  })

  it.each([
    ['BONFERRONI', 'bonferroni'],
    ['HOLM', 'holm'],
    ['BENJAMINI_HOCHBERG', 'BH'],
  ] as const)('%s', async (correction, name) => {
    const { terms } = await ask(whole, 'imprints', {
      stage: 'POST',
      effects: 'NONE',
      options: options({ errors: 'IID', correction }),
    })
    const adjusted = terms.map((term) => [nameOf(term), { pValue: term.adjustedPValue }])
    const theirs = Object.entries(expected.adjusted[name]).map(([term, pValue]) => [term, { pValue }])
    expectAgree(Object.fromEntries(adjusted), Object.fromEntries(theirs))
  })
})
