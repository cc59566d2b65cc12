import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ColumnResult, regress, type Specification } from '../../src/stats/regression.ts'
import { expectAgree } from '../golden/agree.ts'
import { type Observations, observe } from './observe.ts'

const OLS: Specification = {
  family: 'LEAST_SQUARES',
  errors: 'CLUSTER',
  correction: 'HOLM',
  level: 0.9,
  maxVif: null,
  penalty: 'NONE',
}
const LOGIT: Specification = { ...OLS, family: 'LOGIT' }
/** Sums in another order differ in their last digits, and small sums of large terms in more of them. */
const ROUNDING = { relative: 1e-7, absolute: 1e-9 }

const value = fc.constantFrom(-1, 0, 0, 1, 1)
const response = fc.integer({ min: -40, max: 40 }).map((y) => y / 8)
const bit = fc.constantFrom(0, 1)

/** Few values, so that columns are often constant, collinear or separating. */
const observations = (y: fc.Arbitrary<number>, { intercept = true, coupled = false } = {}) =>
  fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 2, max: 20 })).chain(([width, half]) => {
    const n = coupled ? 2 * half : half
    const column = fc.array(value, { minLength: n, maxLength: n })
    return fc
      .tuple(
        fc.array(column, { minLength: width, maxLength: width }),
        fc.array(y, { minLength: n, maxLength: n }),
      )
      .map(([columns, response]): Observations => ({ columns, response, intercept, coupled }))
  })

const run = (given: Observations, specification: Specification, grouped = true) =>
  regress(observe(given, { grouped }), specification)

const numbers = ({ status, vif, effect, adjustedPValue }: ColumnResult) => ({
  status,
  vif,
  estimate: effect?.estimate ?? null,
  standardError: effect?.standardError ?? null,
  adjustedPValue,
})
type Numbers = ReturnType<typeof numbers>

/** Errors that are nothing but rounding can be none in another order; p-values follow from them. */
const isTiny = ({ standardError, estimate }: Numbers) =>
  standardError === null || standardError < 1e-6 * (1 + Math.abs(estimate ?? 0))

const expectSame = (actual: readonly Numbers[], expected: readonly Numbers[]) => {
  const unsure = actual.map((one, index) => isTiny(one) || isTiny(expected[index]))
  const sure = (all: readonly Numbers[]) =>
    all.map(({ standardError, adjustedPValue, ...rest }, index) => ({
      ...rest,
      standardError: unsure[index] ? null : standardError,
      // A correction depends on how many tests there are.
      adjustedPValue: unsure.some((one) => one) ? null : adjustedPValue,
    }))
  expectAgree(sure(actual), sure(expected), ROUNDING)
}

const anySpecification = fc.constantFrom<Specification>(
  OLS,
  { ...OLS, errors: 'IID' },
  { ...OLS, errors: 'HC1', maxVif: 2 },
)
const anyLogit = fc.constantFrom<Specification>(
  LOGIT,
  { ...LOGIT, errors: 'IID', maxVif: 2 },
  { ...LOGIT, penalty: 'FIRTH' },
)
const any = fc.oneof(
  fc.tuple(observations(response), anySpecification),
  fc.tuple(observations(response, { intercept: false }), anySpecification),
  fc.tuple(observations(response, { coupled: true }), anySpecification),
  fc.tuple(observations(bit), anyLogit),
)

describe('any regression', () => {
  it('is the same grouped as ungrouped', () => {
    fc.assert(
      fc.property(any, ([given, specification]) => {
        const [grouped, apart] = [true, false].map((how) => run(given, specification, how))
        expectSame(grouped.columns.map(numbers), apart.columns.map(numbers))
        expect(grouped.observations).toBe(apart.observations)
      }),
      { numRuns: 500 },
    )
  })

  it('does not depend on the order of observations', () => {
    fc.assert(
      fc.property(any, ([given, specification]) => {
        const turned = {
          ...given,
          columns: given.columns.map((column) => column.toReversed()),
          response: given.response.toReversed(),
        }
        expectSame(
          run(turned, specification).columns.map(numbers),
          run(given, specification).columns.map(numbers),
        )
      }),
      { numRuns: 300 },
    )
  })

  it('has numbers for exactly the terms that are estimated, VIFs from 1, and nothing that is not finite', () => {
    fc.assert(
      fc.property(any, ([given, specification]) => {
        const result = run(given, specification)
        result.columns.forEach(({ status, vif, effect, adjustedPValue }, column) => {
          expect(effect !== null).toBe(status === 'ESTIMATED')
          if (vif !== null) expect(vif).toBeGreaterThan(1 - 1e-9)
          if (effect) expect(Number.isFinite(effect.estimate)).toBe(true)
          for (const number of [effect?.standardError, effect?.statistic, effect?.pValue, adjustedPValue]) {
            expect(number === undefined || number === null || Number.isFinite(number)).toBe(true)
          }
          const isTested = effect?.pValue !== undefined && !(given.intercept && column === 0)
          expect(adjustedPValue !== null).toBe(isTested)
          if (adjustedPValue !== null) expect(adjustedPValue).toBeGreaterThanOrEqual(effect!.pValue!)
        })
        if (result.fitted && result.columns.some(({ effect }) => effect)) expect(result.converged).toBe(true)
        if (specification.maxVif !== null) {
          for (const { status, vif } of result.columns) {
            if (status === 'ESTIMATED' && vif !== null)
              expect(vif).toBeLessThanOrEqual(specification.maxVif + 1e-8)
            if (status === 'DROPPED_VIF') expect(vif).toBeGreaterThan(specification.maxVif)
          }
        }
      }),
      { numRuns: 500 },
    )
  })

  it('rescales an estimate and its error with its feature, and nothing else', () => {
    fc.assert(
      fc.property(any, fc.constantFrom(2, -3, 10), ([given, specification], scale) => {
        const [first, ...rest] = given.columns
        const scaled = { ...given, columns: [first.map((x) => scale * x), ...rest] }
        const at = given.intercept ? 1 : 0
        const back = run(scaled, specification).columns.map(numbers)
        const { estimate, standardError } = back[at]
        back[at] = {
          ...back[at],
          estimate: estimate && estimate * scale,
          standardError: standardError && standardError * Math.abs(scale),
        }
        expectSame(back, run(given, specification).columns.map(numbers))
      }),
      { numRuns: 300 },
    )
  })
})

const variances = (columns: readonly ColumnResult[]) =>
  columns.map(({ effect }) => (effect?.standardError === undefined ? null : effect.standardError ** 2))
const twice = (given: Observations): Observations => ({
  ...given,
  columns: given.columns.map((column) => [...column, ...column]),
  response: [...given.response, ...given.response],
})

describe('duplicated data', () => {
  it('halve IID variances, of least squares but for the degrees of freedom', () => {
    fc.assert(
      fc.property(observations(response), (given) => {
        const iid = { ...OLS, errors: 'IID' } as const
        const [once, again] = [given, twice(given)].map((data) => run(data, iid))
        if (once.residualDegreesOfFreedom <= 0 || (once.deviance ?? 0) < 1e-9) return
        const factor = once.residualDegreesOfFreedom / again.residualDegreesOfFreedom
        const halved = variances(once.columns).map((variance) => variance && variance * factor)
        expectAgree(variances(again.columns), halved, ROUNDING)
      }),
    )
  })
  it('halve those of a logit exactly', () => {
    fc.assert(
      fc.property(observations(bit), (given) => {
        const iid = { ...LOGIT, errors: 'IID' } as const
        const [once, again] = [given, twice(given)].map((data) => run(data, iid))
        if (once.residualDegreesOfFreedom <= 0) return
        const halved = variances(once.columns).map((variance) => variance && variance / 2)
        expectAgree(variances(again.columns), halved, ROUNDING)
      }),
    )
  })
})

describe('pair effects', () => {
  it('equal one dummy a pair: estimates and classical errors', () => {
    fc.assert(
      fc.property(observations(response, { coupled: true }), ({ columns, response }) => {
        const pairs = response.length / 2
        const half = (values: readonly number[]) =>
          Array.from({ length: pairs }, (_, i) => values[i] - values[pairs + i])
        const within = run(
          { columns: columns.map(half), response: half(response), intercept: false },
          { ...OLS, errors: 'IID' },
        )
        if (within.residualDegreesOfFreedom <= 0 || !within.deviance) return
        const dummies = Array.from({ length: pairs }, (_, pair) =>
          response.map((_, i) => (i % pairs === pair ? 1 : 0)),
        )
        const all = run(
          { columns: [...dummies, ...columns], response, intercept: false },
          { ...OLS, errors: 'IID' },
        )
        const features = all.columns.slice(pairs)
        const estimates = (results: readonly ColumnResult[]) =>
          results.map(({ effect }) => [effect?.estimate ?? null, effect?.standardError ?? null])
        expectAgree(estimates(within.columns), estimates(features), ROUNDING)
        expect(all.residualDegreesOfFreedom).toBe(within.residualDegreesOfFreedom)
      }),
      { numRuns: 200 },
    )
  })
})

type Vector = [number, number, number]
const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
]
const dot = (a: Vector, b: Vector) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]

describe('separation', () => {
  /** Of an intercept and two columns, exactly: the extreme rays of all directions that make no outcome less likely. */
  const separatedByRays = ({ columns: [x, z], response }: Observations): Set<number> => {
    const towards = response.map((y, i): Vector => {
      const sign = y === 1 ? 1 : -1
      return [sign, sign * x[i], sign * z[i]]
    })
    const separated = new Set<number>()
    for (const a of towards) {
      for (const b of towards) {
        const ray = cross(a, b)
        if (ray.every((part) => part === 0)) continue
        if (towards.every((one) => dot(one, ray) >= 0)) {
          ray.forEach((part, column) => {
            if (part !== 0) separated.add(column)
          })
        }
      }
    }
    return separated
  }

  it('is found exactly where the rays of the cone say', () => {
    let found = 0
    const two = fc
      .tuple(fc.integer({ min: 4, max: 16 }), fc.infiniteStream(value), fc.infiniteStream(bit))
      .map(([n, xs, ys]): Observations => {
        const take = <T>(from: IterableIterator<T>) => Array.from({ length: n }, () => from.next().value as T)
        return { columns: [take(xs), take(xs)], response: take(ys), intercept: true }
      })
    fc.assert(
      fc.property(two, (given) => {
        const { columns, warnings } = run(given, LOGIT)
        const statuses = columns.map(({ status }) => status)
        if (statuses.some((status) => status.startsWith('DROPPED'))) return
        if (new Set(given.response).size < 2) return
        const rays = separatedByRays(given)
        if (warnings.some((warning) => warning.includes('separated completely'))) {
          expect(rays.size).toBeGreaterThan(0)
          expect(statuses).not.toContain('ESTIMATED')
          return
        }
        found += rays.size
        expect(statuses).toEqual(statuses.map((_, column) => (rays.has(column) ? 'SEPARATED' : 'ESTIMATED')))
      }),
      { numRuns: 1000 },
    )
    expect(found).toBeGreaterThan(50)
  })
})
