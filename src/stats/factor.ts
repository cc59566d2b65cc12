import { crossProduct, type Design } from './design.ts'
import { total } from './sum.ts'
import { reflect, triangular } from './triangular.ts'

/** What is left of a column beyond the earlier ones, relative to it, below which it is their combination. */
const TOLERANCE = 1e-9

/** A symmetric positive-definite matrix as L·L'; row i of L has i + 1 numbers. */
export type Lower = readonly Float64Array[]

/** Which columns were kept, and L over them. */
export type Decomposition = { kept: number[]; lower: Lower }

/**
 * Cholesky decomposition, column by column; those are passed over whose pivot is no more than `tolerance` of the
 * diagonal: combinations of earlier ones.
 */
export const cholesky = (matrix: Float64Array, width: number, tolerance = TOLERANCE): Decomposition => {
  const kept: number[] = []
  const lower: Float64Array[] = []
  for (let column = 0; column < width; column++) {
    const line = new Float64Array(kept.length + 1)
    let pivot = matrix[column * width + column]
    const least = tolerance * pivot
    for (let i = 0; i < kept.length; i++) {
      let sum = matrix[column * width + kept[i]]
      for (let m = 0; m < i; m++) sum -= line[m] * lower[i][m]
      line[i] = sum / lower[i][i]
      pivot -= line[i] ** 2
    }
    if (!(pivot > least)) continue
    line[kept.length] = Math.sqrt(pivot)
    kept.push(column)
    lower.push(line)
  }
  return { kept, lower }
}

/** The solution of L·L'·x = b. */
export const solve = (lower: Lower, b: ArrayLike<number>): Float64Array => {
  const x = Float64Array.from(b)
  const n = lower.length
  for (let i = 0; i < n; i++) {
    for (let m = 0; m < i; m++) x[i] -= lower[i][m] * x[m]
    x[i] /= lower[i][i]
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let m = i + 1; m < n; m++) x[i] -= lower[m][i] * x[m]
    x[i] /= lower[i][i]
  }
  return x
}

/** (L·L')⁻¹, row by row in one array. */
export const inverse = (lower: Lower): Float64Array => {
  const n = lower.length
  const result = new Float64Array(n * n)
  for (let column = 0; column < n; column++) {
    const unit = new Float64Array(n)
    unit[column] = 1
    solve(lower, unit).forEach((value, row) => {
      result[row * n + column] = value
    })
  }
  return result
}

/** log|L·L'|. */
export const logDeterminant = (lower: Lower): number =>
  2 * lower.reduce((sum, line, i) => sum + Math.log(Math.abs(line[i])), 0)

/** Whether X'·W·X comes out exact: all whole numbers, and none of its sums too large for a double. */
const isExact = ({ values }: Design, weights: Float64Array): boolean => {
  let largest = 0
  for (let at = 0; at < values.length; at++) {
    if (!(values instanceof Int8Array) && !Number.isInteger(values[at])) return false
    largest = Math.max(largest, Math.abs(values[at]))
  }
  return largest * largest * total(weights) < Number.MAX_SAFE_INTEGER
}

/** QR of some columns of length 1; from the left, columns go that are combinations of those before. */
const qr = (all: readonly Float64Array[]): Decomposition => {
  const lengths = all.map((column) => Math.hypot(...column))
  let kept = lengths.flatMap((length, column) => (length > 0 ? [column] : []))
  for (;;) {
    const scaled = kept.map((column) => all[column].map((value) => value / lengths[column]))
    reflect(scaled, scaled[0]?.length ?? 0)
    const combination = kept.findIndex((_, index) => Math.abs(scaled[index][index]) <= TOLERANCE)
    if (combination < 0) {
      const lower = kept.map((column, index) =>
        Float64Array.from({ length: index + 1 }, (_, m) => scaled[index][m] * lengths[column]),
      )
      return { kept, lower }
    }
    kept = kept.filter((_, index) => index !== combination)
  }
}

/** Pivots, relative to their columns, down to which the cross products of any numbers are precise enough. */
const BENIGN = 1e-3

/** Decomposes X'·W·X of some columns of a design, in the order given: those that are no combination of earlier ones. */
export type Factorize = (columns: readonly number[]) => Decomposition

/**
 * Of whole numbers, such as labels, X'·W·X is exact and its Cholesky decomposition loses nothing that matters; of
 * others it would square the condition: unless that is small, they take the QR decomposition.
 */
export const factorizer = (design: Design, weights: Float64Array): Factorize => {
  const product = crossProduct(design, weights)
  const tolerance = isExact(design, weights) ? TOLERANCE : BENIGN
  const factorOf = (columns: readonly number[]): Decomposition => {
    const part = Float64Array.from({ length: columns.length ** 2 }, (_, at) => {
      const row = columns[Math.floor(at / columns.length)]
      return product[row * design.width + columns[at % columns.length]]
    })
    return cholesky(part, columns.length, tolerance)
  }
  let triangle: Float64Array[] | null = null
  return (columns) => {
    const found = factorOf(columns)
    const isEnough = tolerance === TOLERANCE || found.kept.length === columns.length
    if (!isEnough) triangle ??= triangular(design, weights)
    const { kept, lower } =
      isEnough || !triangle ? found : qr(columns.map((column) => (triangle as Float64Array[])[column]))
    return { kept: kept.map((index) => columns[index]), lower }
  }
}
