import type { PairFilter } from '../../audit/pair-filter.ts'

/**
 * The pairs that a mark stands for, as its datum's `where`: who shows a figure can make the mark lead to them. As JSON,
 * since Vega's data are best flat.
 */
export const sliceOf = (where: PairFilter): string => JSON.stringify(where)
