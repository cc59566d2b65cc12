import type { PairFilter } from '../audit/pair-filter.ts'
import { MAX_REPLICATES, type RegressionOptions } from '../metrics/regression-options.ts'

/** What answering a field costs, in plain fields: some microseconds each. */
export type Cost = {
  /** By itself. */
  own(args: Record<string, unknown>): number
  /** Whether it is computed from the pairs of a slice: the longer the filters around it are, the more it costs. */
  isOfSlice?: boolean
  /** By which filters its arguments select pairs. */
  filters?(args: Record<string, unknown>): (PairFilter | null | undefined)[]
  /** How often what is selected of it is answered, where neither its page size nor its being a list says so. */
  times?(args: Record<string, unknown>): number
}

declare module 'graphql' {
  interface GraphQLFieldExtensions<_TSource, _TContext, _TArgs> {
    cost?: Cost
  }
  interface GraphQLObjectTypeExtensions<_TSource, _TContext> {
    /** Of its fields that don't say what they cost. */
    fieldCost?: Cost
  }
}

/** More are refused by the histogram itself. */
const MOST_BINS = 1000
/** One more estimate of a regression that is there. */
const REPLICATE = 50
/** Firth's penalty takes more steps, each of them longer. */
const FIRTH = 2

const binsIn = ({ bins = 0 }: { bins?: number }) => Math.min(Math.max(bins, 0), MOST_BINS)

const regressionCost = ({ bootstrap, penalty }: Partial<RegressionOptions>): number => {
  const replicates = bootstrap?.replicates ?? 0
  // More are refused by the regression itself, which is cheap.
  const cost = 500 + (replicates > 0 && replicates <= MAX_REPLICATES ? REPLICATE * replicates : 0)
  return penalty === 'FIRTH' ? FIRTH * cost : cost
}

export const PLAIN: Cost = { own: () => 1 }
/** A text of some pages: read, kept and written. */
export const TEXT: Cost = { own: () => 20 }
/** A transaction that waits for others, and what it takes to see what it has changed. */
export const CHANGE: Cost = { own: () => 100 }
/** Many of them. */
export const DELETION: Cost = { own: () => 1000 }
/** Counting over a slice. */
export const METRIC: Cost = { own: () => 20, isOfSlice: true }
export const HISTOGRAM: Cost = { own: (args) => 20 + binsIn(args), isOfSlice: true }
export const HEATMAP: Cost = { own: (args) => 20 + binsIn(args) ** 2, isOfSlice: true }
/** A histogram of what has been counted for the field around it. */
export const COUNTED_HISTOGRAM: Cost = { own: (args) => 1 + binsIn(args) }
/** A regression on a slice. */
export const REGRESSION: Cost = {
  own: ({ options }: { options?: Partial<RegressionOptions> | null }) => regressionCost(options ?? {}),
  isOfSlice: true,
}
