import type { PairOrder } from '../domain/pair-order.ts'
import type { Outline } from '../frame/frame.ts'
import type { Binned, Binning } from '../stats/binning.ts'
import type { ClusteredCouple, ClusteredSample } from '../stats/clustered-sample.ts'
import type { Summary } from '../stats/summary.ts'
import type { Rows } from './columns/space.ts'
import type { PatternRequest, Patterns } from './patterns.ts'
import type { CodeTerm, Condition, Index, Labels, ListName, NumberTerm, Version } from './terms.ts'

/** Pairs that have the same codes; null is an unknown one. */
export type Cell = { codes: readonly (number | null)[]; pairs: number }

/** A number in bins of one width: over a domain, or from its smallest to its largest value. */
export type Axis = Binning & { of: NumberTerm }

/** Degrees on top of what is known of them as numbers: means of their sines and cosines, and how many are on either side of 0. */
export type Angles = Summary & { sine: number; cosine: number; positive: number; negative: number }

/** In how many entries a feature has value a in one column of labels and b in the other. */
export type JointCount = { a: number; b: number; count: number }

/** How many pairs have a name in a list of either entry, and how many entries. */
export type NameCount = { key: string; pairs: number; entries: number }

/** How many pairs have a value on their chosen, their rejected entry, and on both; of what pairs have, all three are alike. */
export type ValueCount = { key: string; chosen: number; rejected: number; both: number }

/** Numbers that lie side by side, from the least to the greatest of them. */
export type Cut = { from: number; to: number; pairs: number }

/** Where a pair stands in an order: its value (null: it has none, and comes last) and its row id. */
export type Place = { value: number | null; rowId: number }

export type PageRequest = {
  by: NumberTerm
  direction: PairOrder['direction']
  /** How many at most. */
  limit: number
  /** The first ones behind `after`, or the last ones before `before`. */
  backwards: boolean
  after: Place | null
  before: Place | null
}

export type Page = { places: Place[]; hasNextPage: boolean; hasPreviousPage: boolean }

/** Numbers of pairs: of those that have one and for which a condition holds. */
export type Sample = { term: NumberTerm; where?: Condition }

/**
 * Of conditions, two by two, [i][j]: of how many pairs both hold; and Σ over prompts of how many of its pairs the one holds,
 * times of how many the other. All are whole numbers.
 */
export type Coincidences = { prompts: number; byPair: Float64Array[]; byPrompt: Float64Array[] }

/** Some pairs of one revision of a dataset, and what can be asked of them, wherever it is computed. */
export type Pairs = {
  outline: Outline
  size(): Promise<number>
  /** How many pairs have which codes; cells that have none may be left out. */
  count(by: readonly CodeTerm[]): Promise<Cell[]>
  /** Histograms of one or two numbers over the pairs that have both. @throws InvalidInput for bins that can't be */
  bins(axes: readonly Axis[], where?: Condition): Promise<Binned>
  /** Of all numbers that are there, those of several terms together. */
  summary(of: readonly Sample[]): Promise<Summary>
  angles(term: NumberTerm, where?: Condition): Promise<Angles>
  /** Samples of which each prompt is a cluster, and what some two of them have together. */
  byPrompt(
    samples: readonly Sample[],
    couples?: readonly (readonly [number, number])[],
  ): Promise<{ samples: ClusteredSample[]; couples: ClusteredCouple[] }>
  coincidences(of: readonly Condition[]): Promise<Coincidences>
  /** By feature: which values meet how often in two columns of labels, all that are side by side taken together. */
  joint(labels: readonly (readonly [Labels, Labels])[]): Promise<JointCount[][]>
  /** Names of a list, in no order. */
  names(list: ListName, labeler: Index): Promise<NameCount[]>
  /** Pairs of each subset, in no order; an entry is a pair here. */
  subsets(): Promise<NameCount[]>
  /** Values of an attribute that is no NUMBER, in no order. @throws NotFound */
  attributeValues(attribute: string): Promise<ValueCount[]>
  /**
   * A number in bins of equal counts, ascending: the k-th begins with the number of rank ⌊k·n/bins⌋ from 0, and equal numbers
   * are in one bin, so that there may be fewer.
   */
  cuts(of: NumberTerm, bins: number): Promise<Cut[]>
  /** What a regression is made of. @throws Unavailable for observations that are not at hand */
  patterns(request: PatternRequest): Promise<Patterns>
  /** Features that some labeler labeled both entries of any pair with: of all that there are, not just of these. */
  labeled(version: Version): Promise<number[]>
  page(request: PageRequest): Promise<Page>
  /** Columns with some of the pairs, by row id: `limit` at most, from the `start`th on. */
  rows(range: { start: number; limit: number }): Promise<Rows>
  /** Those of the pairs for which a condition holds; none about texts. */
  matching(where: Condition): Promise<Pairs>
  /** Those of the pairs on which the human had a preference: without them, nothing can be said of chosen and rejected. */
  decided(): Promise<Pairs>
  /** Those of the pairs that a rewriter (its index in the outline) rewrote: there, terms can be of either version. */
  rewrittenBy(rewriter: Index): Promise<Pairs>
}
