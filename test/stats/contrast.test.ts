import { describe, expect, it } from 'vitest'
import { type ByCluster, type Clustered, contrast, sharedClusters } from '../../src/stats/contrast.ts'
import { regress } from '../../src/stats/regression.ts'
import { waldTest } from '../../src/stats/wald.ts'
import { expectAgree } from '../golden/agree.ts'
import { columnNames, observationsOf } from '../golden/observations.ts'
import { regression as golden, type Pairs } from '../golden/regression.ts'
import { observe, rowsOf } from './observe.ts'

const normal = golden.datasets.normal
const before: Pairs = { ...normal, rewardChosen: normal.preChosen!, rewardRejected: normal.preRejected! }

/** Pairs from one to another, both counted from 0. */
const part = (pairs: Pairs, from: number, to: number): Pairs =>
  Object.fromEntries(
    Object.entries(pairs).map(([name, column]) => [
      name,
      name === 'chosen' || name === 'rejected'
        ? (column as number[][]).map((values) => values.slice(from, to))
        : column.slice(from, to),
    ]),
  ) as Pairs

const clustered = (
  pairs: Pairs,
  first: number,
  method: 'within' | 'pooled' | 'shift' | 'logit',
): Clustered & { by: ByCluster } => {
  const observations = observationsOf(pairs, method)
  const observed = observe(observations, { grouped: true })
  const family = method === 'logit' ? 'LOGIT' : 'LEAST_SQUARES'
  const { fitted } = regress(observed, {
    family,
    errors: 'CLUSTER',
    correction: 'NONE',
    level: 0.95,
    maxVif: null,
    penalty: 'NONE',
  })
  const n = pairs.outcome.length
  const rowOf = rowsOf(observations)
  const column = Float64Array.from(observations.response)
  const each = Array.from({ length: column.length / n }, (_, side) => ({
    rowOf,
    column,
    at: Int32Array.from({ length: n }, (_, i) => side * n + i),
  }))
  const clusters = Int32Array.from({ length: n }, (_, i) => first + i)
  const by = { clusters, observations: each, centre: observed.response.centre }
  return { fitted: fitted!, clusters: n, couples: observed.couples, by }
}

const between = (a: ReturnType<typeof clustered>, b: ReturnType<typeof clustered>) =>
  contrast(a, b, sharedClusters(a.by, b.by))

describe('contrasts against R', () => {
  it.each([
    ['within', before, normal, 0, 120],
    ['pooled', before, normal, 0, 120],
    ['shift', part(normal, 0, 80), part(normal, 40, 120), 40, 40],
    ['logit', part(normal, 0, 80), part(normal, 40, 120), 40, 40],
  ] as const)('%s', (method, first, second, offset, shared) => {
    const expected = golden.contrast[method]
    const [a, b] = [clustered(first, 0, method), clustered(second, offset, method)]
    const both = between(b, a)
    expect([both.clusters, both.shared, both.observations]).toEqual([expected.clusters, shared, expected.n])
    const names = columnNames(normal, method)
    for (const { term, first, second, estimate, ...inference } of expected.terms) {
      const column = names.indexOf(term)
      if (term === '(Intercept)') continue
      const [mine, theirs] = [b, a].map(({ fitted }) => fitted.fit.coefficients[column])
      expectAgree([theirs, mine, mine - theirs], [first, second, estimate], {
        relative: 1e-8,
        absolute: 1e-10,
      })
      const reference = method === 'logit' ? 'NORMAL' : { degreesOfFreedom: both.clusters - 1 }
      const test = waldTest(mine - theirs, Math.sqrt(both.variance(column, column)), reference, 0.95)!
      const { lower, upper } = test.confidenceInterval
      const { standardError, statistic, pValue } = test
      expectAgree({ standardError, statistic, pValue, lower, upper }, inference)
    }
  })

  it('of a regression with itself has no error', () => {
    const same = clustered(normal, 0, 'shift')
    const both = between(same, same)
    const { bread, dispersion } = same.fitted.fit
    for (const column of [0, 3]) {
      expect(Math.abs(both.variance(column, column))).toBeLessThan(1e-12 * bread[0] * dispersion)
    }
  })

  it('of regressions without a shared cluster adds their variances up', () => {
    const [a, b] = [clustered(part(normal, 0, 60), 0, 'shift'), clustered(part(normal, 60, 120), 60, 'shift')]
    const apart = between(a, b)
    expect(apart.shared).toBe(0)
    const swapped = between(b, a)
    expectAgree(swapped.variance(2, 2), apart.variance(2, 2))
  })
})
