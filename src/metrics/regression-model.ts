import type { Flip } from '../domain/flip.ts'
import type { Side } from '../domain/side.ts'
import type { Couples } from '../stats/covariance.ts'
import { type Column, designOf } from '../stats/design.ts'
import { groupResponse } from '../stats/grouped-response.ts'
import type { Family, Observed } from '../stats/regression.ts'

export const METHODS = ['OLS', 'WITHIN', 'LOGIT', 'LINEAR_PROBABILITY'] as const
export type Method = (typeof METHODS)[number]

/** What a regression has an estimate for: a feature (index in the taxonomy), of one side, of one flip. */
export type TermName = { feature: number; side: Side | null; flip: Flip | null }

/** One observation a pair, or one for either entry: the design's row and the response of each. */
export type Observations = { rowOf: Int32Array; values: Float64Array }

/** Which pairs have the same two rows of the design. */
export type Alike = { groupOf: Int32Array; groups: number }

/** A regression before it is fitted: distinct rows of its design, and the pairs that have them. */
export type Model = {
  method: Method
  intercept: boolean
  /** Of each term its value in each row; null: no pair has the labels that it needs. */
  terms: { name: TermName; values: Column | null }[]
  rows: number
  /** Positions in the frame. */
  pairs: Int32Array
  observations: readonly [Observations] | readonly [Observations, Observations]
  /** Where there are two observations a pair. */
  alike?: Alike
}

export const familyOf = ({ method }: Model): Family => (method === 'LOGIT' ? 'LOGIT' : 'LEAST_SQUARES')

/** The terms that have values: the design's columns behind the intercept. */
export const columnsOf = ({ terms }: Model): Column[] =>
  terms.flatMap(({ values }) => (values === null ? [] : [values]))

/**
 * The pairs among `rows` that have all values, with those and with what `groupOf` says of them. A value is NaN where it
 * is unknown.
 */
export const withValues = <const V extends readonly ((row: number) => number)[]>(
  rows: Int32Array,
  groupOf: Int32Array,
  values: V,
): { pairs: Int32Array; groups: Int32Array; values: { [K in keyof V]: Float64Array } } => {
  const pairs = new Int32Array(rows.length)
  const groups = new Int32Array(rows.length)
  const columns = values.map(() => new Float64Array(rows.length))
  let count = 0
  for (let k = 0; k < rows.length; k++) {
    let known = true
    for (let v = 0; v < values.length; v++) {
      const value = values[v](rows[k])
      known &&= !Number.isNaN(value)
      columns[v][count] = value
    }
    if (!known) continue
    pairs[count] = rows[k]
    groups[count++] = groupOf[k]
  }
  return {
    pairs: pairs.subarray(0, count),
    groups: groups.subarray(0, count),
    values: columns.map((column) => column.subarray(0, count)) as { [K in keyof V]: Float64Array },
  }
}

/** Products of both entries' residuals, summed over the pairs that are alike. */
const couplesOf = (
  [chosen, rejected]: readonly [Observations, Observations],
  { groupOf, groups }: Alike,
  centre: number,
  fitted: Float64Array,
): Couples => {
  const [first, second] = [new Int32Array(groups), new Int32Array(groups)]
  const products = new Float64Array(groups)
  for (let i = 0; i < groupOf.length; i++) {
    const [c, r, group] = [chosen.rowOf[i], rejected.rowOf[i], groupOf[i]]
    first[group] = c
    second[group] = r
    products[group] += (chosen.values[i] - centre - fitted[c]) * (rejected.values[i] - centre - fitted[r])
  }
  return { first, second, products }
}

const joined = (a: Observations, b: Observations): Observations => {
  const rowOf = new Int32Array(a.rowOf.length + b.rowOf.length)
  rowOf.set(a.rowOf)
  rowOf.set(b.rowOf, a.rowOf.length)
  const values = new Float64Array(rowOf.length)
  values.set(a.values)
  values.set(b.values, a.rowOf.length)
  return { rowOf, values }
}

/** A model as statistics see it: a design, a grouped response, and what pairs are to its errors. */
export const observedOf = (model: Model): Observed => {
  const { intercept, rows, pairs, observations, alike } = model
  const [chosen, rejected] = observations
  const { rowOf, values } = rejected ? joined(chosen, rejected) : chosen
  // About one of the values: their own size tells nothing under an intercept, and costs digits.
  const centre = intercept && model.method === 'OLS' ? (values[0] ?? 0) : 0
  return {
    design: designOf(columnsOf(model), { rows, intercept }),
    response: groupResponse(rowOf, values, { rows, centre }),
    clusters: pairs.length,
    couples: rejected && alike && ((fitted) => couplesOf([chosen, rejected], alike, centre, fitted)),
  }
}
