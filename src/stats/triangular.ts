import { type Design, shortRows } from './design.ts'

/** Rows that are taken together: enough to be worth it, few enough to stay in a processor's cache. */
const BLOCK = 256

/** Makes `columns` (of one length, of which the first `count` numbers are used) upper triangular, by Householder's reflections. */
export const reflect = (columns: readonly Float64Array[], count: number): void => {
  const reflector = new Float64Array(count)
  for (let k = 0; k < columns.length; k++) {
    const column = columns[k]
    let squares = 0
    for (let row = k; row < count; row++) squares += column[row] * column[row]
    if (squares === 0) continue
    const diagonal = column[k] > 0 ? -Math.sqrt(squares) : Math.sqrt(squares)
    for (let row = k; row < count; row++) reflector[row] = column[row]
    reflector[k] -= diagonal
    const scale = 1 / (squares - diagonal * column[k])
    for (let other = k + 1; other < columns.length; other++) {
      const values = columns[other]
      let product = 0
      for (let row = k; row < count; row++) product += reflector[row] * values[row]
      product *= scale
      for (let row = k; row < count; row++) values[row] -= product * reflector[row]
    }
    column[k] = diagonal
    column.fill(0, k + 1, count)
  }
}

/**
 * The triangular factor of √W·X, whose square is X'·W·X: by columns, each of the design's width. Block by block of the rows,
 * so that no dense copy of a long design is needed. R: `qr.R(qr(sqrt(w) * X))`, but for signs.
 */
export const triangular = (design: Design, weights: ArrayLike<number>): Float64Array[] => {
  const { rows, width } = design
  const { starts, columns: places, values } = shortRows(design)
  const columns = Array.from({ length: width }, () => new Float64Array(width + BLOCK))
  let next = width
  for (let row = 0; row < rows; row++) {
    if (weights[row] === 0) continue
    const weight = Math.sqrt(weights[row])
    for (let at = starts[row]; at < starts[row + 1]; at++) columns[places[at]][next] = weight * values[at]
    if (++next === width + BLOCK) {
      reflect(columns, next)
      next = width
    }
  }
  reflect(columns, next)
  return columns.map((column) => column.slice(0, width))
}
