import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { describe, expect, it } from 'vitest'
import { bootstrap } from '../../src/stats/bootstrap.ts'
import { regress, type Specification } from '../../src/stats/regression.ts'
import { expectAgree } from '../golden/agree.ts'
import { observationsOf } from '../golden/observations.ts'
import { regression as golden } from '../golden/regression.ts'
import { type Observations, observe, rowsOf } from './observe.ts'

const REPLICATES = 40
const SEED = 11
const specification = (family: Specification['family'], penalty: Specification['penalty']) =>
  ({ family, errors: 'CLUSTER', correction: 'NONE', level: 0.9, maxVif: null, penalty }) as const

/** The clusters of one replicate: drawn as the module says, and nothing else taken from it. */
const draws = (clusters: number) => {
  const generator = xoroshiro128plus(SEED)
  return Array.from({ length: REPLICATES }, () =>
    Array.from({ length: clusters }, () => Math.floor(((generator.next() >>> 0) / 2 ** 32) * clusters)),
  )
}

/** R: `quantile(x, p)` */
const quantile = (values: readonly number[], p: number) => {
  const sorted = values.toSorted((a, b) => a - b)
  const at = p * (sorted.length - 1)
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]]
  return low + (at - Math.floor(at)) * (high - low)
}

const CASES = [
  ['within', 'LEAST_SQUARES', 'NONE'],
  ['pooled', 'LEAST_SQUARES', 'NONE'],
  ['shift', 'LEAST_SQUARES', 'NONE'],
  ['logit', 'LOGIT', 'NONE'],
  ['logit', 'LOGIT', 'FIRTH'],
] as const

/** What estimates say, replicate by replicate; those that can't be had are left out. */
const spreadOf = (estimates: readonly (readonly number[] | null)[], index: number) => {
  const values = estimates.flatMap((one) => (one ? [one[index]] : []))
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return {
    standardError: Math.sqrt(squares / (values.length - 1)),
    level: 0.9,
    lower: quantile(values, 0.05),
    upper: quantile(values, 0.95),
  }
}

describe.each(CASES)('the bootstrap of %s, %s, penalty %s', (method, family, penalty) => {
  const given = observationsOf(golden.datasets.heteroskedastic, method)
  const observed = observe(given, { grouped: true })
  const { fitted } = regress(observed, specification(family, penalty))
  const clusters = given.coupled ? given.response.length / 2 : given.response.length
  const rowOf = rowsOf(given)
  const sides = given.coupled ? [0, clusters] : [0]
  const each = Int32Array.from({ length: clusters }, (_, i) => i)
  const drawn = {
    cluster: each,
    observations: sides.map((first) => ({
      row: each.map((i) => rowOf[first + i]),
      response: Float64Array.from(each, (i) => given.response[first + i]),
    })),
  }
  const run = (checkpoint: () => void = () => undefined) =>
    bootstrap({
      design: fitted!.design,
      drawn,
      response: fitted!.response,
      family,
      penalty,
      start: fitted!.fit.coefficients,
      replicates: REPLICATES,
      seed: SEED,
      level: 0.9,
      checkpoint,
    })

  it('has what refits of the drawn observations have', () => {
    const { columns, failed } = run()
    const estimates = draws(clusters).map((picked) => {
      const places = sides.flatMap((first) => picked.map((i) => first + i))
      const replicate: Observations = {
        ...given,
        columns: given.columns.map((values) => places.map((i) => values[i])),
        response: places.map((i) => given.response[i]),
      }
      const { columns } = regress(observe(replicate, { grouped: false }), specification(family, penalty))
      return columns.every(({ status }) => status === 'ESTIMATED')
        ? columns.map(({ effect }) => effect!.estimate)
        : null
    })
    const known = estimates.filter((one) => one !== null)
    expect(failed).toBe(REPLICATES - known.length)
    columns!.forEach(({ standardError, interval }, index) => {
      expectAgree({ standardError, ...interval }, spreadOf(known, index), { relative: 1e-7, absolute: 1e-9 })
    })
  })

  it('stops where the checkpoint throws', () => {
    let calls = 0
    const stop = () => {
      if (++calls === 5) throw new Error('nobody waits')
    }
    expect(() => run(stop)).toThrow('nobody waits')
    expect(calls).toBe(5)
  })
})

describe('the bootstrap of clusters of several observations', () => {
  it('draws all of a cluster, or none', () => {
    const given = observationsOf(golden.datasets.heteroskedastic, 'shift')
    const n = given.response.length
    // From 1 to 19 observations each, side by side.
    const cluster = Int32Array.from({ length: n }, (_, i) => Math.floor(Math.sqrt(i)))
    const observed = observe(given, { grouped: true })
    const { fitted } = regress(observed, specification('LEAST_SQUARES', 'NONE'))
    const { columns } = bootstrap({
      design: fitted!.design,
      response: fitted!.response,
      drawn: { cluster, observations: [{ row: rowsOf(given), response: Float64Array.from(given.response) }] },
      family: 'LEAST_SQUARES',
      penalty: 'NONE',
      start: fitted!.fit.coefficients,
      replicates: REPLICATES,
      seed: SEED,
      level: 0.9,
      checkpoint: () => undefined,
    })
    const estimates = draws(cluster[n - 1] + 1).map((picked) => {
      const places = picked.flatMap((one) => [...cluster.keys()].filter((i) => cluster[i] === one))
      const replicate = {
        ...given,
        columns: given.columns.map((values) => places.map((i) => values[i])),
        response: places.map((i) => given.response[i]),
      }
      const { columns } = regress(
        observe(replicate, { grouped: false }),
        specification('LEAST_SQUARES', 'NONE'),
      )
      return columns.map(({ effect }) => effect!.estimate)
    })
    columns!.forEach(({ standardError, interval }, index) => {
      const tolerance = { relative: 1e-7, absolute: 1e-9 }
      expectAgree({ standardError, ...interval }, spreadOf(estimates, index), tolerance)
    })
  })
})

describe('the bootstrap of separated data', () => {
  it('draws the perfectly predicted pairs, and leaves them out as the fit does', () => {
    const given = observationsOf(golden.datasets.quasiSeparated, 'logit')
    const { fitted, columns } = regress(observe(given, { grouped: true }), specification('LOGIT', 'NONE'))
    const n = given.response.length
    const spread = bootstrap({
      design: fitted!.design,
      response: fitted!.response,
      drawn: {
        cluster: Int32Array.from({ length: n }, (_, i) => i),
        observations: [{ row: rowsOf(given), response: Float64Array.from(given.response) }],
      },
      family: 'LOGIT',
      penalty: 'NONE',
      start: fitted!.fit.coefficients,
      replicates: 600,
      seed: SEED,
      level: 0.9,
      checkpoint: () => undefined,
    })
    // With those pairs in it, the middle of the draws would be far from the estimates.
    fitted!.kept.forEach((column, index) => {
      const { effect } = columns[column]
      const { lower, upper } = spread.columns![index].interval
      expect(lower).toBeLessThan(effect!.estimate)
      expect(upper).toBeGreaterThan(effect!.estimate)
    })
    expect(fitted!.response.count.reduce((sum, count) => sum + count, 0)).toBeLessThan(n)
  })
})
