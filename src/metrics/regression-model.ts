import type { Flip } from '../domain/flip.ts'
import type { Side } from '../domain/side.ts'
import type { Combinations, Labeled } from '../frame/patterns.ts'
import { remembering } from '../frame/remembered.ts'
import type { Slice } from '../frame/slice.ts'
import type { Design } from '../stats/design.ts'
import type { Observed } from '../stats/fitted.ts'
import type { Observations } from '../stats/grouped-response.ts'
import type { Family } from '../stats/regression.ts'

export const METHODS = ['OLS', 'WITHIN', 'LOGIT', 'LINEAR_PROBABILITY'] as const
export type Method = (typeof METHODS)[number]

/** What a regression has an estimate for: a feature (index in the taxonomy), of one side, of one flip. */
export type TermName = { feature: number; side: Side | null; flip: Flip | null }

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

/** A model that nobody draws pairs of, or compares with another one. */
export type GroupedModel = Omit<Model, 'observations'>

/** Pairs grouped by what their labels say of some features. */
export type GroupedPairs = {
  combinations: Combinations
  /** Features that were asked for, and those of them that some pair is labeled with. */
  wanted: readonly number[]
  features: readonly number[]
  pairs: number
}

export const familyOf = ({ method }: GroupedModel): Family => (method === 'LOGIT' ? 'LOGIT' : 'LEAST_SQUARES')

/** The pairs of a slice that have all labels, and a value in a column of the frame (NaN is none). */
export const pairsWith = (
  { rows }: Slice,
  { patterns: { patternOf }, complete }: Labeled,
  column: Float64Array,
): Int32Array => {
  const isUsable = (row: number) => complete[patternOf[row]] === 1 && !Number.isNaN(column[row])
  let count = 0
  for (let k = 0; k < rows.length; k++) if (isUsable(rows[k])) count++
  return count === rows.length ? rows : rows.filter(isUsable)
}

/** Of all models, and of all designs: another list of features is another one. */
const KEPT_BYTES = 24 * 2 ** 20
/** Of a row of a response: four numbers for either entry. */
const ROW_BYTES = 64

/** For what makes models of slices. */
export const rememberedModel = remembering<Model>(
  KEPT_BYTES,
  ({ pairs, observed }) => 4 * pairs + ROW_BYTES * observed.design.rows,
)

/** For what makes designs of patterns, which all slices share. */
export const rememberedDesign = remembering<Design>(
  KEPT_BYTES,
  ({ starts, columns, values }) => starts.byteLength + columns.byteLength + values.byteLength,
)
