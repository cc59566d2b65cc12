import { unitOf } from './unit.ts'

/**
 * A response that was grouped by the distinct rows of a design: how many observations, their mean less `centre`,
 * and Σ(y − mean)², in units. What the sums are about is near the values, so that large ones keep their digits.
 */
export type GroupedResponse = {
  /** What 1 stands for: a power of two, so that changing to it and back loses nothing. */
  unit: number
  /** In units. */
  centre: number
  count: Float64Array
  mean: Float64Array
  squares: Float64Array
}

/** Observations: the i-th is at `at[i]` of both columns, its response and its row in the design. */
export type Observations = { rowOf: Int32Array; column: Float64Array; at: Int32Array }

/** The unit of all of some observations. */
export const unitOfAll = (all: readonly Observations[]): number => {
  let largest = 0
  for (const { column, at } of all) {
    for (let i = 0; i < at.length; i++) largest = Math.max(largest, Math.abs(column[at[i]]))
  }
  return unitOf(largest)
}

/** Groups observations; `centre` is in units. */
export const groupResponse = (
  observations: Observations,
  { rows, centre = 0, unit = unitOfAll([observations]) }: { rows: number; centre?: number; unit?: number },
): GroupedResponse => {
  const { rowOf, column, at } = observations
  const count = new Float64Array(rows)
  const mean = new Float64Array(rows)
  const squares = new Float64Array(rows)
  const scale = 1 / unit
  for (let i = 0; i < at.length; i++) {
    const row = rowOf[at[i]]
    count[row]++
    mean[row] += column[at[i]] * scale - centre
  }
  for (let row = 0; row < rows; row++) if (count[row] > 0) mean[row] /= count[row]
  for (let i = 0; i < at.length; i++) {
    const row = rowOf[at[i]]
    const deviation = column[at[i]] * scale - centre - mean[row]
    squares[row] += deviation * deviation
  }
  return { unit, centre, count, mean, squares }
}

/** Σ(y − fitted)² of each row. */
export const residualSquares = (
  { count, mean, squares }: GroupedResponse,
  fitted: Float64Array,
): Float64Array => {
  const sums = new Float64Array(count.length)
  for (let row = 0; row < sums.length; row++) {
    const residual = mean[row] - fitted[row]
    sums[row] = squares[row] + count[row] * residual * residual
  }
  return sums
}

/** Whether the response has the same value everywhere; true of none. */
export const isConstant = ({ count, mean, squares }: GroupedResponse): boolean => {
  const first = count.findIndex((n) => n > 0)
  for (let row = first + 1; row < count.length; row++)
    if (count[row] > 0 && (squares[row] !== 0 || mean[row] !== mean[first])) return false
  return first < 0 || squares[first] === 0
}

type Part = { response: GroupedResponse; rowOf: ArrayLike<number> }

/** Whether parts are one after the other, each row where it was. */
const areApart = (parts: readonly Part[], rows: number): boolean => {
  let next = 0
  for (const { rowOf } of parts)
    for (let row = 0; row < rowOf.length; row++) if (rowOf[row] !== next++) return false
  return next === rows
}

/** Groups groups: those of part i at row r of it go to row `rowOf[r]`. All parts have one unit and one centre. */
export const regroup = (parts: readonly Part[], rows: number): GroupedResponse => {
  const apart = areApart(parts, rows)
  if (apart && parts.length === 1) return parts[0].response
  const { unit, centre } = parts[0].response
  const count = new Float64Array(rows)
  const mean = new Float64Array(rows)
  const squares = new Float64Array(rows)
  if (apart) {
    for (const { response, rowOf } of parts) {
      if (rowOf.length === 0) continue
      count.set(response.count, rowOf[0])
      mean.set(response.mean, rowOf[0])
      squares.set(response.squares, rowOf[0])
    }
    return { unit, centre, count, mean, squares }
  }
  for (const { response, rowOf } of parts) {
    for (let r = 0; r < rowOf.length; r++) {
      count[rowOf[r]] += response.count[r]
      mean[rowOf[r]] += response.count[r] * response.mean[r]
    }
  }
  for (let row = 0; row < rows; row++) if (count[row] > 0) mean[row] /= count[row]
  for (const { response, rowOf } of parts) {
    for (let r = 0; r < rowOf.length; r++) {
      const row = rowOf[r]
      squares[row] += response.squares[r] + response.count[r] * (response.mean[r] - mean[row]) ** 2
    }
  }
  return { unit, centre, count, mean, squares }
}

/** Σ(a − mean a)(b − mean b) of each row in units, of two responses of one unit that were grouped by the same rows. */
export const coSquares = (
  [a, b]: readonly [Observations, Observations],
  [groupedA, groupedB]: readonly [GroupedResponse, GroupedResponse],
): Float64Array => {
  const products = new Float64Array(groupedA.count.length)
  const scale = 1 / groupedA.unit
  for (let i = 0; i < a.at.length; i++) {
    const row = a.rowOf[a.at[i]]
    const deviation = a.column[a.at[i]] * scale - groupedA.centre - groupedA.mean[row]
    products[row] += deviation * (b.column[b.at[i]] * scale - groupedB.centre - groupedB.mean[row])
  }
  return products
}
