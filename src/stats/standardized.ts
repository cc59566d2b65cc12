import { type Design, shortRows } from './design.ts'
import type { Observed } from './fitted.ts'
import type { GroupedResponse } from './grouped-response.ts'
import { dot, total } from './sum.ts'

/** Of columns of values, of which the i-th of each comes `counts[i]` times, about their mean (n − 1). R: `sd` */
const spreadOf = (columns: readonly ArrayLike<number>[], counts: ArrayLike<number>, within = 0): number => {
  const n = columns.length * total(counts)
  const mean = columns.reduce((sum, values) => sum + dot(counts, values), 0) / n
  let squares = within
  for (const values of columns)
    for (let i = 0; i < counts.length; i++) squares += counts[i] * (values[i] - mean) ** 2
  return Math.sqrt(squares / (n - 1))
}

/** The standard deviation of values in several columns, the i-th of each `counts[i]` times; null where there is none. */
export const weightedSpread = (
  columns: readonly ArrayLike<number>[],
  counts: ArrayLike<number>,
): number | null => {
  const spread = spreadOf(columns, counts)
  return spread > 0 ? spread : null
}

/** A response in its standard deviations; as it is where it has none. */
const standardizedResponse = (response: GroupedResponse): GroupedResponse => {
  const { count, mean, squares, unit } = response
  const spread = spreadOf([mean], count, total(squares)) * unit
  return spread > 0 && Number.isFinite(spread) ? { ...response, unit: unit / spread } : response
}

/** Some columns (indices) in their standard deviations over the observations. */
const standardizedDesign = (design: Design, count: Float64Array, columns: readonly number[]): Design => {
  const { starts, columns: places, values } = shortRows(design)
  const columnOf = (column: number): Float64Array => {
    const all = new Float64Array(design.rows).fill(design.base[column])
    for (let row = 0; row < design.rows; row++)
      for (let at = starts[row]; at < starts[row + 1]; at++) if (places[at] === column) all[row] += values[at]
    return all
  }
  const scales = new Float64Array(design.width).fill(1)
  for (const column of columns) scales[column] = weightedSpread([columnOf(column)], count) ?? 1
  return {
    ...design,
    base: design.base.map((value, column) => value / scales[column]),
    values: Float64Array.from(values, (value, at) => value / scales[places[at]]),
  }
}

/**
 * A regression's data with some columns, and for least squares the response, in their standard deviations over its
 * observations. R: `lm(I(y / sd(y)) ~ I(x / sd(x)) + …)`
 */
export const standardized = (
  observed: Observed,
  { columns, response }: { columns: readonly number[]; response: boolean },
): Observed => ({
  ...observed,
  design:
    columns.length > 0
      ? standardizedDesign(observed.design, observed.response.count, columns)
      : observed.design,
  response: response ? standardizedResponse(observed.response) : observed.response,
})
