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

/** Some of the pairs, counted from 0. */
const only = (pairs: Pairs, keep: readonly number[]): Pairs =>
  Object.fromEntries(
    Object.entries(pairs).map(([name, column]) => [
      name,
      name === 'chosen' || name === 'rejected'
        ? (column as number[][]).map((values) => keep.map((i) => values[i]))
        : keep.map((i) => column[i]),
    ]),
  ) as Pairs
const part = (pairs: Pairs, from: number, to: number) =>
  only(
    pairs,
    Array.from({ length: to - from }, (_, i) => from + i),
  )

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
  const by = { clusters, observations: each, response: observed.response }
  return { fitted: fitted!, clusters: observed.clusters, by }
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
      const test = waldTest(mine - theirs, both.standardError(column, column), reference, 0.95)!
      const { lower, upper } = test.confidenceInterval
      const { standardError, statistic, pValue } = test
      expectAgree({ standardError, statistic, pValue, lower, upper }, inference)
    }
  })

  it('pairs that a logit predicts perfectly have no say in what two regressions share', () => {
    const data = golden.datasets.quasiSeparated
    const n = data.outcome.length
    const { response, design } = clustered(data, 0, 'logit').fitted
    const rowOf = rowsOf(observationsOf(data, 'logit'))
    const kept = [...data.outcome.keys()].filter((i) => response.count[rowOf[i]] > 0)
    expect(kept.length).toBeLessThan(n)
    // Other outcomes, but where they are predicted perfectly.
    const outcome = data.outcome.map((y, i) => (i % 7 === 0 && kept.includes(i) ? 1 - y : y))
    const both = (of: (pairs: Pairs) => Pairs) =>
      between(clustered(of({ ...data, outcome }), 0, 'logit'), clustered(of(data), 0, 'logit'))
    const [all, reduced] = [both((pairs) => pairs), both((pairs) => only(pairs, kept))]
    // Only R's factor counts the others: G / (G − 1) · (N − 1) / (N − k).
    const factor = (clusters: number, width: number) =>
      ((clusters / (clusters - 1)) * (2 * clusters - 1)) / (2 * clusters - 2 * width)
    const width = 1 + data.chosen.length + data.rejected.length
    for (const column of [1, 2]) {
      const ratio = all.standardError(column, column) / reduced.standardError(column, column)
      const expected = factor(n, width) / factor(kept.length, design.width)
      expectAgree(ratio ** 2, expected, { relative: 1e-6, absolute: 0 })
    }
  })

  it('of a regression with itself has no error', () => {
    const same = clustered(normal, 0, 'shift')
    const both = between(same, same)
    const { bread, dispersion } = same.fitted.fit
    for (const column of [0, 3]) {
      expect(both.standardError(column, column) ** 2).toBeLessThan(1e-12 * bread[0] * dispersion)
    }
  })

  it('of regressions without a shared cluster adds their variances up', () => {
    const [a, b] = [clustered(part(normal, 0, 60), 0, 'shift'), clustered(part(normal, 60, 120), 60, 'shift')]
    const apart = between(a, b)
    expect(apart.shared).toBe(0)
    const swapped = between(b, a)
    expectAgree(swapped.standardError(2, 2), apart.standardError(2, 2))
  })
})
