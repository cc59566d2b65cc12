import { median } from './median.ts'
import { sumOf } from './sum.ts'
import { unitOf } from './unit.ts'

export type Summary = {
  count: number
  mean: number | null
  median: number | null
  /** With n − 1; null below two values. */
  standardDeviation: number | null
  min: number | null
  max: number | null
}

/**
 * Count, mean, median, spread and range of finite values; null where there are too few.
 * R: `length(x)`, `mean(x)`, `median(x)`, `sd(x)`, `range(x)`.
 */
export const summarize = (values: Float64Array): Summary => {
  const count = values.length
  if (count === 0) {
    return { count, mean: null, median: null, standardDeviation: null, min: null, max: null }
  }
  let min = values[0]
  let max = values[0]
  for (let index = 1; index < count; index++) {
    const value = values[index]
    if (value < min) min = value
    else if (value > max) max = value
  }
  // A rounded mean of equal values would leave a spread that isn't there.
  const mean = min === max ? min : sumOf(values, (value) => value) / count
  // What rounding leaves between that mean and the true one matters when the values are far from 0.
  const unit = unitOf(Math.max(max - mean, mean - min))
  const deviation = (value: number) => (value - mean) / unit
  const residue = sumOf(values, deviation)
  const squares = sumOf(values, (value) => deviation(value) ** 2) - residue ** 2 / count
  const standardDeviation = count > 1 ? unit * Math.sqrt(squares / (count - 1)) : null
  return { count, mean, median: median(values), standardDeviation, min, max }
}
