/** A design matrix of which every row holds every column, row by row. */
type Full = { rows: number; width: number; values: ArrayLike<number> }

/** Adds a row of X, times a weight, to a vector. */
export const addFullRow = (
  { width, values }: Full,
  row: number,
  weight: number,
  vector: Float64Array,
): void => {
  const at = row * width
  for (let column = 0; column < width; column++) vector[column] += weight * values[at + column]
}

/** X·b, written to `product`. */
export const fullTimesVector = (
  { rows, width, values }: Full,
  b: ArrayLike<number>,
  product: Float64Array,
): Float64Array => {
  for (let row = 0, at = 0; row < rows; row++, at += width) {
    let sum = 0
    for (let column = 0; column < width; column++) sum += values[at + column] * b[column]
    product[row] = sum
  }
  return product
}

/** X'·count·(mean − X·b) */
export const fullUnexplained = (
  { rows, width, values }: Full,
  { count, mean }: { count: Float64Array; mean: Float64Array },
  b: Float64Array,
): Float64Array => {
  const product = new Float64Array(width)
  for (let row = 0, at = 0; row < rows; row++, at += width) {
    let rest = mean[row]
    for (let column = 0; column < width; column++) rest -= values[at + column] * b[column]
    rest *= count[row]
    for (let column = 0; column < width; column++) product[column] += values[at + column] * rest
  }
  return product
}

/** The lower triangle of X'·diag(weights)·X: four rows at a time, so that a sum is read and written a fourth as often. */
export const fullCrossProduct = ({ rows, width, values }: Full, weights: ArrayLike<number>): Float64Array => {
  const product = new Float64Array(width * width)
  let row = 0
  for (; row + 4 <= rows; row += 4) {
    const [w0, w1, w2, w3] = [weights[row], weights[row + 1], weights[row + 2], weights[row + 3]]
    const at0 = row * width
    const at1 = at0 + width
    const at2 = at1 + width
    const at3 = at2 + width
    for (let a = 0; a < width; a++) {
      const line = a * width
      const v0 = w0 * values[at0 + a]
      const v1 = w1 * values[at1 + a]
      const v2 = w2 * values[at2 + a]
      const v3 = w3 * values[at3 + a]
      for (let b = 0; b <= a; b++)
        product[line + b] +=
          v0 * values[at0 + b] + v1 * values[at1 + b] + v2 * values[at2 + b] + v3 * values[at3 + b]
    }
  }
  for (; row < rows; row++)
    for (let a = 0; a < width; a++)
      for (let b = 0; b <= a; b++)
        product[a * width + b] += weights[row] * values[row * width + a] * values[row * width + b]
  return product
}
