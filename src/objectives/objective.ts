import type { PairFilter } from '../audit/pair-filter.ts'
import type { Flip } from '../domain/flip.ts'
import type { Side } from '../domain/side.ts'
import type { Stage } from '../domain/stage.ts'
import type { GivenOptions } from '../metrics/regression-options.ts'
import type { SliceBy } from '../metrics/slices.ts'

/** What an objective says of its number besides which pairs and whose rewards and labels it is of. */
export type Part = 'feature' | 'side' | 'flip' | 'rewriter' | 'by' | 'stage' | 'options'

/**
 * The numbers that objectives can be about, with the parts that each takes. A feature, a flip and a `by` must be given where
 * they are taken; a side that is left out is CHOSEN, a stage POST, a rewriter the dataset's first. `isShare`: it lies between 0
 * and 1.
 */
export const METRICS = {
  ALIGNMENT: { takes: ['stage'], isShare: true },
  RESISTANCE: { takes: ['stage'], isShare: true },
  LABELER_AGREEMENT: { takes: [], isShare: true },
  IMPRINT: { takes: ['feature', 'stage', 'options'], isShare: false },
  SHIFT_IMPRINT: { takes: ['feature', 'side', 'options'], isShare: false },
  MISALIGNMENT: { takes: ['feature', 'side', 'options'], isShare: false },
  ROBUSTNESS: { takes: ['feature', 'side', 'flip', 'rewriter', 'options'], isShare: false },
  CHOICE: { takes: ['feature', 'stage', 'options'], isShare: false },
  AMPLIFICATION: { takes: ['feature', 'stage', 'options'], isShare: false },
  MEAN_SHIFT: { takes: [], isShare: false },
  WORST_SLICE: { takes: ['by', 'stage'], isShare: true },
} as const satisfies Record<string, { takes: readonly Part[]; isShare: boolean }>

export type ObjectiveMetric = keyof typeof METRICS

export const takes = (metric: ObjectiveMetric, part: Part): boolean =>
  (METRICS[metric].takes as readonly Part[]).includes(part)

/** What an objective asks of its number: exactly one of these. */
export const BOUNDS = ['atLeast', 'atMost', 'within', 'noWorseThan'] as const

/** What a slice can be cut by, as it is given: on chosen entries, in five bins where nothing says otherwise. */
export type GivenSliceBy = Omit<SliceBy, 'scope' | 'bins'> & Partial<Pick<SliceBy, 'scope' | 'bins'>>

/** The same number of another model or slice, or as it was when the objective was kept. */
export type Baseline = {
  post?: string | null
  /** Left out: the objective's own; null: all pairs. */
  where?: PairFilter | null
  saved?: boolean | null
  margin: number
}

/** A number, of which pairs, and what is asked of it: in the names of models, labelers and features. Null is as if left out. */
export type Objective = {
  name: string
  metric: ObjectiveMetric
  feature?: string | null
  side?: Side | null
  flip?: Flip | null
  rewriter?: string | null
  by?: readonly GivenSliceBy[] | null
  stage?: Stage | null
  pre?: string | null
  post?: string | null
  labeler?: string | null
  where?: PairFilter | null
  options?: GivenOptions | null
  atLeast?: number | null
  atMost?: number | null
  within?: { lower: number; upper: number } | null
  noWorseThan?: Baseline | null
}

/** What is wrong with an objective, and what to do. `at`: where in it, such as `within.lower`; empty: nowhere in particular. */
export type Problem = { at: string; message: string }
