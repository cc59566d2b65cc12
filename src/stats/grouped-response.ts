/**
 * A response that was grouped by the distinct rows of a design: how many observations, their mean less `centre`,
 * and Σ(y − mean)². What the sums are about is near the values, so that large ones keep their digits.
 */
export type GroupedResponse = {
  centre: number
  count: Float64Array
  mean: Float64Array
  squares: Float64Array
}

/** Groups observations: observation i has the value `values[i]` in the design's row `rowOf[i]`. */
export const groupResponse = (
  rowOf: ArrayLike<number>,
  values: ArrayLike<number>,
  { rows, centre = 0 }: { rows: number; centre?: number },
): GroupedResponse => {
  const count = new Float64Array(rows)
  const mean = new Float64Array(rows)
  const squares = new Float64Array(rows)
  for (let i = 0; i < rowOf.length; i++) {
    count[rowOf[i]]++
    mean[rowOf[i]] += values[i] - centre
  }
  for (let row = 0; row < rows; row++) if (count[row] > 0) mean[row] /= count[row]
  for (let i = 0; i < rowOf.length; i++) {
    const row = rowOf[i]
    const deviation = values[i] - centre - mean[row]
    squares[row] += deviation * deviation
  }
  return { centre, count, mean, squares }
}

/** Σ(y − fitted)² of each row. */
export const residualSquares = (
  { count, mean, squares }: GroupedResponse,
  fitted: Float64Array,
): Float64Array => squares.map((within, row) => within + count[row] * (mean[row] - fitted[row]) ** 2)

/** Whether the response has the same value everywhere; true of none. */
export const isConstant = ({ count, mean, squares }: GroupedResponse): boolean => {
  const first = count.findIndex((n) => n > 0)
  return count.every((n, row) => n === 0 || (squares[row] === 0 && mean[row] === mean[first]))
}
