import type { Flip } from '../domain/flip.ts'
import type { Side } from '../domain/side.ts'
import type { Slice } from '../frame/slice.ts'
import type { Column } from '../stats/design.ts'
import type { Observations } from '../stats/grouped-response.ts'
import type { Family, Observed } from '../stats/regression.ts'

export const METHODS = ['OLS', 'WITHIN', 'LOGIT', 'LINEAR_PROBABILITY'] as const
export type Method = (typeof METHODS)[number]

/** What a regression has an estimate for: a feature (index in the taxonomy), of one side, of one flip. */
export type TermName = { feature: number; side: Side | null; flip: Flip | null }

/** A term with its value in each row of the design; null: no pair has the labels that it needs. */
export type ModelTerm = { name: TermName; values: Column | null }

/** The pairs (positions in the frame, ascending) of a regression: each has one observation, or two. */
export type PairedObservations = { pairs: Int32Array; each: readonly Observations[] }

/** A regression before it is fitted, grouped by the distinct rows of its design. */
export type Model = {
  method: Method
  /** Columns of the design, behind the intercept, are the terms that have values. */
  terms: readonly { name: TermName; labeled: boolean }[]
  pairs: number
  observed: Observed
  /** Ungrouped: for who draws pairs, or compares two models pair by pair. */
  observations: PairedObservations
}

export const familyOf = ({ method }: Model): Family => (method === 'LOGIT' ? 'LOGIT' : 'LEAST_SQUARES')

/** The values of those terms that have any. */
export const columnsOf = (terms: readonly ModelTerm[]): Column[] =>
  terms.flatMap(({ values }) => (values === null ? [] : [values]))

export const labeledTerms = (terms: readonly ModelTerm[]): Model['terms'] =>
  terms.map(({ name, values }) => ({ name, labeled: values !== null }))

/** The pairs among `rows` that have a value in a column of the frame (NaN is none), with what `groupOf` says of each. */
export const withValue = (
  rows: Int32Array,
  groupOf: Int32Array,
  column: Float64Array,
): { pairs: Int32Array; groups: Int32Array } => {
  let count = 0
  for (let k = 0; k < rows.length; k++) if (!Number.isNaN(column[rows[k]])) count++
  if (count === rows.length) return { pairs: rows, groups: groupOf }
  const isKnown = (_: number, k: number) => !Number.isNaN(column[rows[k]])
  return { pairs: rows.filter(isKnown), groups: groupOf.filter(isKnown) }
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
