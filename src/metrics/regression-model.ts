import type { Flip } from '../domain/flip.ts'
import type { Side } from '../domain/side.ts'
import type { Slice } from '../frame/slice.ts'
import type { Column } from '../stats/design.ts'
import type { Family, Observed } from '../stats/regression.ts'

export const METHODS = ['OLS', 'WITHIN', 'LOGIT', 'LINEAR_PROBABILITY'] as const
export type Method = (typeof METHODS)[number]

/** What a regression has an estimate for: a feature (index in the taxonomy), of one side, of one flip. */
export type TermName = { feature: number; side: Side | null; flip: Flip | null }

/** A term with its value in each row of the design; null: no pair has the labels that it needs. */
export type ModelTerm = { name: TermName; values: Column | null }

/** The pairs (positions in the frame, ascending) with one observation each, or two: row of the design and response. */
export type Observations = {
  pairs: Int32Array
  each: readonly { rowOf: Int32Array; values: Float64Array }[]
}

/** A regression before it is fitted, grouped by the distinct rows of its design. */
export type Model = {
  method: Method
  /** Columns of the design, behind the intercept, are the terms that have values. */
  terms: readonly { name: TermName; labeled: boolean }[]
  pairs: number
  observed: Observed
  /** Ungrouped again: for who draws pairs, or compares two models pair by pair. */
  observations(): Observations
}

export const familyOf = ({ method }: Model): Family => (method === 'LOGIT' ? 'LOGIT' : 'LEAST_SQUARES')

/** The values of those terms that have any. */
export const columnsOf = (terms: readonly ModelTerm[]): Column[] =>
  terms.flatMap(({ values }) => (values === null ? [] : [values]))

export const labeledTerms = (terms: readonly ModelTerm[]): Model['terms'] =>
  terms.map(({ name, values }) => ({ name, labeled: values !== null }))

/**
 * The pairs among `rows` that have a value in all columns (NaN is none), with those values and what `groupOf` says of
 * each.
 */
export const withValues = (
  rows: Int32Array,
  groupOf: Int32Array,
  columns: readonly (Float64Array | undefined)[],
): { pairs: Int32Array; groups: Int32Array; values: Float64Array[] } => {
  const missing = new Uint8Array(rows.length)
  let count = rows.length
  for (const column of columns) {
    for (let k = 0; k < rows.length; k++) {
      if (column && !Number.isNaN(column[rows[k]])) continue
      count -= 1 - missing[k]
      missing[k] = 1
    }
  }
  const known = (_: number, k: number) => missing[k] === 0
  const pairs = count === rows.length ? rows : rows.filter(known)
  const groups = count === rows.length ? groupOf : groupOf.filter(known)
  const values = columns.map((column) => {
    const own = new Float64Array(count)
    if (column) for (let k = 0; k < count; k++) own[k] = column[pairs[k]]
    return own
  })
  return { pairs, groups, values }
}

const models = new WeakMap<Slice, Map<string, Model>>()

/** The model that a slice was grouped into for some arguments; made when it is first asked for. */
export const remembered = (slice: Slice, key: readonly unknown[], make: () => Model): Model => {
  const known = models.get(slice) ?? new Map<string, Model>()
  models.set(slice, known)
  const name = key.join()
  const model = known.get(name) ?? make()
  known.set(name, model)
  return model
}
