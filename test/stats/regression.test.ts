import { describe, expect, it } from 'vitest'
import { CORRECTIONS } from '../../src/stats/p-adjust.ts'
import {
  type Effect,
  type RegressionResult,
  regress,
  type Specification,
} from '../../src/stats/regression.ts'
import { expectAgree } from '../golden/agree.ts'
import { nist } from '../golden/nist.ts'
import { columnNames, observationsOf } from '../golden/observations.ts'
import { regression as golden, type Inference } from '../golden/regression.ts'
import { observe } from './observe.ts'

const SPECIFICATION: Specification = {
  family: 'LEAST_SQUARES',
  errors: 'CLUSTER',
  correction: 'BONFERRONI',
  level: 0.95,
  maxVif: null,
  penalty: 'NONE',
}

const inferenceOf = (effect: Effect | null): Inference | null =>
  effect?.confidenceInterval
    ? {
        standardError: effect.standardError!,
        statistic: effect.statistic!,
        pValue: effect.pValue!,
        lower: effect.confidenceInterval.lower,
        upper: effect.confidenceInterval.upper,
      }
    : null

const ERRORS = ['IID', 'HC1', 'CLUSTER'] as const

describe.each([
  ['one by one', false],
  ['grouped', true],
])('regressions against R, observations %s', (_, grouped) => {
  describe.each(golden.grid)('$dataset, $method', (expected) => {
    const { dataset, method } = expected
    const pairs = golden.datasets[dataset]
    const names = columnNames(pairs, method)
    const observed = observe(observationsOf(pairs, method), { grouped })
    const family = method === 'logit' ? 'LOGIT' : 'LEAST_SQUARES'
    const run = (rest: Partial<Specification> = {}): RegressionResult =>
      regress(observed, { ...SPECIFICATION, family, ...rest })
    const result = run()
    const withStatus = (status: string) =>
      names.filter((_, column) => result.columns[column].status === status)

    if (expected.status === 'CONSTANT_RESPONSE') {
      it('can estimate nothing', () => {
        expect(withStatus('NOT_ESTIMABLE')).toEqual(names)
        expect(result.warnings).toEqual(['the outcome does not vary'])
      })
      return
    }
    it('drops what R drops', () => {
      for (const status of ['DROPPED_CONSTANT', 'DROPPED_COLLINEAR'] as const) {
        const dropped = expected.dropped.filter((term) => term.status === status)
        expect(withStatus(status)).toEqual(dropped.map(({ term }) => term))
      }
      expect(result.residualDegreesOfFreedom).toBe(expected.residualDf)
      expect(result.observations).toBe(expected.n)
    })
    if (expected.status === 'COMPLETELY_SEPARATED') {
      it('is separated completely', () => {
        expect(withStatus('ESTIMATED')).toEqual([])
        expect(withStatus('SEPARATED').length).toBeGreaterThan(0)
        if (dataset === 'separated') {
          expect(withStatus('SEPARATED')).toEqual(expected.separated.map(({ term }) => term))
          expect(withStatus('NOT_ESTIMABLE')).toEqual(expected.notEstimable.map(({ term }) => term))
        }
        expect([result.deviance, result.rSquared, result.converged]).toEqual([0, 1, false])
      })
      return
    }
    it('separates what R separates', () => {
      expect(withStatus('SEPARATED')).toEqual((expected.separated ?? []).map(({ term }) => term))
      for (const { term, vif } of expected.separated ?? []) {
        expectAgree(result.columns[names.indexOf(term)].vif, vif)
        expect(result.columns[names.indexOf(term)].effect).toBeNull()
      }
    })
    it('fits as R does', () => {
      const { rSquared, logLikelihood, deviance } = result
      const { rSquared: r2, logLik, deviance: rest } = expected
      expectAgree({ rSquared, logLikelihood }, { rSquared: r2, logLikelihood: logLik })
      expectAgree(deviance, rest, { relative: 1e-8, absolute: 1e-9 })
      expect(result.converged).toBe(true)
    })
    /** Terms whose columns vary in one or two pairs alone, of which robust errors are none: in datasets of three pairs. */
    const { columns, coupled, intercept } = observationsOf(pairs, method)
    const fewVary = expected.terms.filter(({ term }) => {
      const values = columns[names.indexOf(term) - (intercept ? 1 : 0)]
      const pairOf = (i: number) => (coupled ? i % (values.length / 2) : i)
      const varying = (common: number) =>
        new Set(values.flatMap((value, i) => (value === common ? [] : [pairOf(i)]))).size
      return values && Math.min(...(intercept ? values : [0]).map(varying)) < 3
    })
    if (pairs.outcome.length > 3)
      it('has robust errors of all terms', () => {
        expect(fewVary).toEqual([])
      })
    it.each(ERRORS)('estimates with %s errors', (errors) => {
      const { columns } = run({ errors })
      expect(withStatus('ESTIMATED')).toEqual(expected.terms.map(({ term }) => term))
      for (const term of expected.terms) {
        const { effect, vif } = columns[names.indexOf(term.term)]
        expectAgree({ estimate: effect!.estimate, vif }, { estimate: term.estimate, vif: term.vif })
        const isUnknown = errors !== 'IID' && fewVary.includes(term)
        expectAgree(inferenceOf(effect), isUnknown ? null : term[errors])
      }
    })
    if (fewVary.length > 0) return
    it.each(CORRECTIONS)('corrects by %s', (correction) => {
      const { columns } = run({ correction })
      const tested = columns.filter(
        ({ status }, column) => status === 'ESTIMATED' && names[column] !== '(Intercept)',
      )
      const adjusted = tested.map(({ adjustedPValue }) => adjustedPValue)
      const plain = tested.map(({ effect }) => effect?.pValue ?? null)
      const wanted =
        correction === 'NONE' ? plain : (expected.adjusted?.[correction] ?? adjusted.map(() => null))
      expectAgree(
        adjusted.map((pValue) => ({ pValue })),
        wanted.map((pValue) => ({ pValue })),
      )
    })
  })
})

describe("Firth's logit against R", () => {
  it.each(Object.entries(golden.firth))('%s', (dataset, expected) => {
    const pairs = golden.datasets[dataset]
    const names = columnNames(pairs, 'logit')
    const observed = observe(observationsOf(pairs, 'logit'), { grouped: true })
    for (const errors of ['IID', 'CLUSTER'] as const) {
      const result = regress(observed, { ...SPECIFICATION, family: 'LOGIT', penalty: 'FIRTH', errors })
      expect(result.converged).toBe(true)
      expectAgree(result.logLikelihood, expected.logLik)
      result.columns.forEach(({ effect }, column) => {
        const term = expected.terms.find((one) => one.term === names[column])!
        expectAgree({ estimate: effect?.estimate }, { estimate: term.estimate })
        expectAgree(inferenceOf(effect), term[errors])
      })
    }
  })
})

describe('average marginal effects against R', () => {
  it.each(Object.entries(golden.marginal))('%s', (dataset, expected) => {
    const pairs = golden.datasets[dataset]
    const names = columnNames(pairs, 'logit')
    const observed = observe(observationsOf(pairs, 'logit'), { grouped: true })
    for (const errors of ['IID', 'CLUSTER'] as const) {
      const { columns } = regress(observed, { ...SPECIFICATION, family: 'LOGIT', errors })
      expect(columns[0].marginalEffect).toBeNull()
      for (const term of expected.terms) {
        const { marginalEffect } = columns[names.indexOf(term.term)]
        expectAgree(marginalEffect?.estimate, term.estimate)
        expectAgree(inferenceOf(marginalEffect), term[errors])
      }
    }
  })
})

it('of two columns with the largest VIF the later one goes', () => {
  const [pairs, method] = [golden.datasets.normal, 'pooled'] as const
  const given = observationsOf(pairs, method)
  for (const columns of [given.columns.slice(0, 2), given.columns.slice(0, 2).reverse()]) {
    const observed = observe({ ...given, columns }, { grouped: true })
    const { columns: all } = regress(observed, { ...SPECIFICATION, maxVif: 1 })
    expect(all.map(({ status }) => status)).toEqual(['ESTIMATED', 'ESTIMATED', 'DROPPED_VIF'])
    expectAgree(all[1].vif, 1)
    expect(all[2].vif).toBeGreaterThan(1)
  }
})

describe("NIST's reference datasets", () => {
  const { longley, filip } = nist
  const powers = Array.from({ length: 10 }, (_, power) => filip.x.map((x) => x ** (power + 1)))
  it.each([
    { name: 'Longley', columns: longley.x, certified: longley, relative: 1e-10 },
    // Rounding the powers alone moves the answers by 2.5e-8.
    { name: 'Filip', columns: powers, certified: filip, relative: 1e-6 },
  ])('$name', ({ columns, certified, relative }) => {
    const observed = observe({ columns, response: certified.y, intercept: true }, { grouped: false })
    const result = regress(observed, { ...SPECIFICATION, errors: 'IID' })
    const tolerance = { relative, absolute: 0 }
    const effects = result.columns.map(({ effect }) => effect!)
    expectAgree(
      effects.map(({ estimate }) => estimate),
      certified.estimates,
      tolerance,
    )
    expectAgree(
      effects.map(({ standardError }) => standardError),
      certified.standardErrors,
      tolerance,
    )
    expectAgree(result.rSquared, certified.rSquared, tolerance)
    const deviation = Math.sqrt(result.deviance! / result.residualDegreesOfFreedom)
    expectAgree(deviation, certified.residualStandardDeviation, tolerance)
  })
})
