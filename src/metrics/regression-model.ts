import type { Flip } from '../domain/flip.ts'
import type { Side } from '../domain/side.ts'
import { remembering } from '../frame/remembered.ts'
import type { Combinations } from '../pairs/combinations.ts'
import type { Pairs } from '../pairs/pairs.ts'
import type { PatternRequest, Patterns, RowsOf } from '../pairs/patterns.ts'
import type { Design } from '../stats/design.ts'
import type { Observed } from '../stats/fitted.ts'
import type { Family } from '../stats/regression.ts'
import type { Need } from './lacking.ts'

export const METHODS = ['OLS', 'WITHIN', 'LOGIT', 'LINEAR_PROBABILITY'] as const
export type Method = (typeof METHODS)[number]

/** What a regression has an estimate for: a feature (index in the taxonomy), of one side, of one flip. */
export type TermName = { feature: number; side: Side | null; flip: Flip | null }

/** A regression's data by the rows of its design, and where observations of which pattern are in it. */
export type Arranged = { observed: Observed; rowsOf: RowsOf }

/** What is regressed on what. */
export type Equation = {
  method: Method
  needs: readonly Need[]
  request: Omit<PatternRequest, 'features' | 'ungrouped'>
  /** In the order of the design's columns, behind the intercept. */
  termsOf(features: readonly number[]): TermName[]
  arrange(patterns: Patterns): Arranged
}

/** A regression before it is fitted, grouped by the distinct rows of its design. */
export type RegressionModel = Arranged & {
  method: Method
  /** Columns of the design, behind the intercept, are the terms that have values. */
  terms: readonly { name: TermName; labeled: boolean }[]
  pairs: number
  patterns: Patterns
}

export const familyOf = ({ method }: Pick<Equation, 'method'>): Family =>
  method === 'LOGIT' ? 'LOGIT' : 'LEAST_SQUARES'

/** An equation on some features (indices in the taxonomy). */
export const modelOf = async (
  pairs: Pairs,
  { method, request, termsOf, arrange }: Equation,
  { features, ungrouped }: Pick<PatternRequest, 'features' | 'ungrouped'>,
): Promise<RegressionModel> => {
  const patterns = await pairs.patterns({ ...request, features, ungrouped })
  const terms = termsOf(features).map((name) => ({ name, labeled: patterns.features.includes(name.feature) }))
  return { ...arrange(patterns), method, terms, pairs: patterns.pairs, patterns }
}

/** What stands in the way of a model; one that has pairs and labels has all that it needs. */
export const lackOf = async (
  { pairs, patterns }: RegressionModel,
  lack: () => Promise<string | null>,
): Promise<string | null> => (pairs > 0 && patterns.features.length > 0 ? null : lack())

/** Of all designs: another list of features is another one. */
const KEPT_BYTES = 24 * 2 ** 20

/** For what makes designs of patterns, which all slices share. */
export const rememberedDesign = remembering<Design>(
  KEPT_BYTES,
  ({ starts, columns, values }) => starts.byteLength + columns.byteLength + values.byteLength,
) as (
  make: (combinations: Combinations, features: readonly number[]) => Design,
) => (combinations: Combinations, features: readonly number[]) => Design
