/** A design matrix of which every row holds every column, row by row. */
type Full = { rows: number; width: number; values: ArrayLike<number> }

/** Adds a row of X, times a weight, to a vector. */
export const addFullRow = (
  { width, values }: Omit<Full, 'rows'>,
  row: number,
  weight: number,
  vector: Float64Array,
): void => {
  const at = row * width
  for (let column = 0; column < width; column++) vector[column] += weight * values[at + column]
}

/** X·b, written to `product`: four rows at a time, which a processor works on side by side. */
export const fullTimesVector = (
  { rows, width, values }: Full,
  b: ArrayLike<number>,
  product: Float64Array,
): Float64Array => {
  let row = 0
  for (; row + 4 <= rows; row += 4) {
    const at0 = row * width
    const at1 = at0 + width
    const at2 = at1 + width
    const at3 = at2 + width
    let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0]
    for (let column = 0; column < width; column++) {
      const factor = b[column]
      sum0 += values[at0 + column] * factor
      sum1 += values[at1 + column] * factor
      sum2 += values[at2 + column] * factor
      sum3 += values[at3 + column] * factor
    }
    product[row] = sum0
    product[row + 1] = sum1
    product[row + 2] = sum2
    product[row + 3] = sum3
  }
  for (; row < rows; row++) {
    let sum = 0
    for (let column = 0; column < width; column++) sum += values[row * width + column] * b[column]
    product[row] = sum
  }
  return product
}

/** X'·z, four rows at a time. */
export const fullTransposedTimes = ({ rows, width, values }: Full, z: ArrayLike<number>): Float64Array => {
  const product = new Float64Array(width)
  let row = 0
  for (; row + 4 <= rows; row += 4) {
    const at0 = row * width
    const at1 = at0 + width
    const at2 = at1 + width
    const at3 = at2 + width
    const [z0, z1, z2, z3] = [z[row], z[row + 1], z[row + 2], z[row + 3]]
    for (let column = 0; column < width; column++)
      product[column] +=
        values[at0 + column] * z0 +
        values[at1 + column] * z1 +
        values[at2 + column] * z2 +
        values[at3 + column] * z3
  }
  for (; row < rows; row++) addFullRow({ width, values }, row, z[row], product)
  return product
}

/** The lower triangle of X'·diag(weights)·X, four rows at a time. */
export const fullCrossProduct = ({ rows, width, values }: Full, weights: ArrayLike<number>): Float64Array => {
  const product = new Float64Array(width * width)
  let row = 0
  for (; row + 4 <= rows; row += 4) {
    const at0 = row * width
    const at1 = at0 + width
    const at2 = at1 + width
    const at3 = at2 + width
    const [w0, w1, w2, w3] = [weights[row], weights[row + 1], weights[row + 2], weights[row + 3]]
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
