import type { Shared } from '../stats/contrast.ts'
import type { GroupedResponse } from '../stats/grouped-response.ts'
import type { Combinations } from './combinations.ts'
import type { Condition, Labels, NumberTerm } from './terms.ts'

/** What a regression adjusts for of an attribute: its numbers, or 1 where it has a value and 0 where it has another. */
export type AttributeControl = { attribute: string; value: string | null }

/** Which pairs are grouped by what their labels say of which features, and what is wanted of each group. */
export type PatternRequest = {
  /** Columns of labels. Pairs must have all of them. */
  labels: readonly Labels[]
  /**
   * Indices into all features: labels' first, then measures, then `controls`. Those that no pair has in all columns are left out; the others
   * each pair must have. Of measures a column of labels says which entries are meant; then each pair is a pattern by itself.
   */
  features: readonly number[]
  controls?: readonly AttributeControl[]
  /** One or two numbers that each pair must have. */
  outcomes: readonly NumberTerm[]
  /** What else must hold of each pair. */
  where?: Condition
  /** APART: what is alike in two columns that are side by side needn't be told apart. */
  told: 'BOTH' | 'APART'
  /** Where no feature is left, all pairs are meant rather than none. */
  unlabeled?: boolean
  /** Each pair is to be a pattern by itself: where features have many values, or every pair is looked at anyway. */
  pairwise?: boolean
  /** Observations are wanted one by one, too. */
  ungrouped?: boolean
}

/** Pairs of a regression one by one, those of one prompt side by side. */
export type ListedPairs = {
  /** How many prompts all pairs of the regression have, listed or not. */
  prompts: number
  /** Of each pair its own code and its prompt's: the same in all patterns of a dataset. */
  pair: Int32Array
  prompt: Int32Array
  pattern: Int32Array
  /** By outcome, in its units and without its centre. */
  outcomes: readonly Float64Array[]
}

/** By outcome, the row of a design that each pattern's observations are in; null: the pattern itself. */
export type RowsOf = readonly ArrayLike<number>[] | null

/** Of the pairs that have all else that is needed how many lack which number, where any does. */
export type Gaps = { pairs: number; lacking: readonly { feature: number; pairs: number }[] }

export const NO_GAPS: Gaps = { pairs: 0, lacking: [] }

/** Pairs grouped by what their labels say of some features. */
export type Patterns = {
  /** Those of the features that some pair is labeled with in all columns. */
  features: readonly number[]
  pairs: number
  /** Why there aren't more of them. */
  gaps: Gaps
  combinations: Combinations
  /** By outcome and pattern; of two outcomes in one unit about one centre. */
  outcomes: readonly GroupedResponse[]
  /** Of two outcomes Σ(a − its mean)(b − its mean) by pattern, in units; else empty. */
  products: Float64Array
  /** All pairs one by one, or at least those whose prompt has others in the dataset: SIBLINGS. */
  listed(which: 'ALL' | 'SIBLINGS'): Promise<ListedPairs>
  /**
   * The pairs that are in other patterns, too: what of both meets there, in the rows of either's design. `alone`: but for
   * those that SIBLINGS lists.
   */
  sharedWith(other: Patterns, rows: readonly [RowsOf, RowsOf], alone?: boolean): Promise<Shared>
}
