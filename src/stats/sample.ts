/** What a t-test needs to know of a sample. `variance` has n − 1; null below two values. */
export type Sample = { count: number; mean: number | null; variance: number | null }

/** Count, Σx and Σx² of a sample. */
export type Sums = { count: number; sum: number; sumOfSquares: number }

/**
 * A sample of small integers from its sums, exact while n·Σx² stays below 2⁵³. Of k ones among n zeros
 * and ones, both sums are k.
 */
export const sampleOfSums = ({ count, sum, sumOfSquares }: Sums): Sample => ({
  count,
  mean: count > 0 ? sum / count : null,
  variance: count > 1 ? (count * sumOfSquares - sum * sum) / (count * (count - 1)) : null,
})
