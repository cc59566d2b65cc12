import { addFullRow, fullCrossProduct, fullTimesVector, fullTransposedTimes } from './full-design.ts'

/** One column of a regression's design: a value for each distinct row. */
export type Column = ArrayLike<number>

/**
 * The distinct rows of a design matrix, sparse: row i holds `values[at]` in column `columns[at]` for `at` from
 * `starts[i]` to `starts[i + 1]`, and nothing elsewhere. Under an intercept (column 0) every other column is
 * stored as its difference from `base`, a label's most frequent value, so that rows are short, or a mean; slopes, their errors
 * and VIFs are the same, and `unshift` brings the intercept back.
 */
export type Design = Shape & ((Short & { isFull: false }) | { isFull: true; values: Float64Array })

type Shape = { rows: number; width: number; intercept: boolean; base: Float64Array }

/** Rows that hold some of the columns. */
export type Short = { starts: Uint32Array; columns: Uint16Array; values: Int8Array | Float64Array }

/** What each row of a design holds, also where that is every column. */
export const shortRows = (design: Design): Short => {
  if (!design.isFull) return design
  const { rows, width, values } = design
  const starts = new Uint32Array(rows + 1)
  for (let row = 0; row <= rows; row++) starts[row] = row * width
  const columns = new Uint16Array(values.length)
  for (let at = 0; at < columns.length; at++) columns[at] = at % width
  return { starts, columns, values }
}

/** The mean of numbers that lie farther from 0 than from each other: cross products about 0 would lose their differences. */
const farMean = (column: Column): number => {
  let [sum, squares] = [0, 0]
  for (let row = 0; row < column.length; row++) sum += column[row]
  const mean = sum / column.length
  for (let row = 0; row < column.length; row++) squares += (column[row] - mean) ** 2
  return mean ** 2 > squares / column.length ? mean : 0
}

const baseOf = (column: Column): number => {
  // Numbers that aren't small and whole are hardly ever alike.
  if (!(column instanceof Int8Array)) return column.length > 0 ? farMean(column) : 0
  const counts = new Uint32Array(256)
  for (let row = 0; row < column.length; row++) counts[column[row] + 128]++
  return counts.indexOf(counts.reduce((most, count) => Math.max(most, count), 0)) - 128
}

/** The share of values that aren't 0 from which on rows are shorter work with all of them. */
const FULL = 0.75

/** Numbers of columns less their base, row by row, and how many of them are not 0. */
const fullValues = (columns: readonly Column[], base: Float64Array, rows: number) => {
  const width = base.length
  const first = width - columns.length
  const values = new Float64Array(rows * width)
  let held = first * rows
  if (first > 0) for (let at = 0; at < values.length; at += width) values[at] = 1
  columns.forEach((column, index) => {
    const common = base[first + index]
    for (let row = 0, at = first + index; row < rows; row++, at += width) {
      const value = column[row] - common
      values[at] = value
      if (value !== 0) held++
    }
  })
  return { values, held }
}

/** A design of columns that have one value for each of `rows` distinct rows; an intercept is put in front. */
export const designOf = (
  columns: readonly Column[],
  { rows, intercept }: { rows: number; intercept: boolean },
): Design => {
  const first = intercept ? 1 : 0
  const width = columns.length + first
  const base = new Float64Array(width)
  if (intercept) base.set(columns.map(baseOf), first)
  const small = columns.every((column) => column instanceof Int8Array)
  if (!small) {
    const { values, held } = fullValues(columns, base, rows)
    if (held > FULL * rows * width) return { rows, width, intercept, base, values, isFull: true }
  }
  const starts = new Uint32Array(rows + 1)
  columns.forEach((column, index) => {
    const common = base[first + index]
    for (let row = 0; row < rows; row++) if (column[row] !== common) starts[row + 1]++
  })
  for (let row = 0; row < rows; row++) starts[row + 1] += starts[row] + first
  const next = starts.slice(0, rows)
  const places = new Uint16Array(starts[rows])
  const values = new (small ? Int8Array : Float64Array)(starts[rows])
  if (intercept) for (let row = 0; row < rows; row++) values[next[row]++] = 1
  columns.forEach((column, index) => {
    const common = base[first + index]
    for (let row = 0; row < rows; row++) {
      if (column[row] === common) continue
      places[next[row]] = first + index
      values[next[row]++] = column[row] - common
    }
  })
  return { rows, width, intercept, base, starts, columns: places, values, isFull: false }
}

/** The same rows with some of the columns, renumbered in their order. */
export const keepColumns = (design: Design, kept: readonly number[]): Design => {
  if (kept.length === design.width) return design
  const { rows, intercept } = design
  const base = Float64Array.from(kept, (column) => design.base[column])
  if (design.isFull) {
    const values = new Float64Array(rows * kept.length)
    kept.forEach((column, index) => {
      for (let row = 0; row < rows; row++)
        values[row * kept.length + index] = design.values[row * design.width + column]
    })
    return { rows, width: kept.length, intercept, base, values, isFull: true }
  }
  const renumbered = new Int32Array(design.width).fill(-1)
  kept.forEach((column, index) => {
    renumbered[column] = index
  })
  const starts = new Uint32Array(rows + 1)
  const columns = new Uint16Array(design.columns.length)
  const values = new (design.values instanceof Int8Array ? Int8Array : Float64Array)(design.values.length)
  let next = 0
  for (let row = 0; row < rows; row++) {
    for (let at = design.starts[row]; at < design.starts[row + 1]; at++) {
      const column = renumbered[design.columns[at]]
      if (column < 0) continue
      columns[next] = column
      values[next++] = design.values[at]
    }
    starts[row + 1] = next
  }
  return { rows, width: kept.length, intercept, base, starts, columns, values, isFull: false }
}

/** Adds a row of X, times a weight, to a vector. */
export const addRow = (design: Design, row: number, weight: number, vector: Float64Array): void => {
  if (design.isFull) {
    addFullRow(design, row, weight, vector)
    return
  }
  const { starts, columns, values } = design
  for (let at = starts[row]; at < starts[row + 1]; at++) vector[columns[at]] += weight * values[at]
}

/** X·b, as the design stores X: one value a row, written to `product`. */
export const timesVector = (
  design: Design,
  vector: ArrayLike<number>,
  product = new Float64Array(design.rows),
): Float64Array => {
  if (design.isFull) return fullTimesVector(design, vector, product)
  const { rows, starts, columns, values } = design
  for (let row = 0; row < rows; row++) {
    let sum = 0
    for (let at = starts[row]; at < starts[row + 1]; at++) sum += values[at] * vector[columns[at]]
    product[row] = sum
  }
  return product
}

/** X'·z: one value a column. */
export const transposedTimes = (design: Design, z: ArrayLike<number>): Float64Array => {
  if (design.isFull) return fullTransposedTimes(design, z)
  const { rows, width, starts, columns, values } = design
  const product = new Float64Array(width)
  for (let row = 0; row < rows; row++) {
    const scale = z[row]
    if (scale === 0) continue
    for (let at = starts[row]; at < starts[row + 1]; at++) product[columns[at]] += values[at] * scale
  }
  return product
}

/** The lower triangle of X'·diag(weights)·X. */
const sparseCrossProduct = (
  { rows, width, starts, columns, values }: Shape & Short,
  weights: ArrayLike<number>,
): Float64Array => {
  const product = new Float64Array(width * width)
  for (let row = 0; row < rows; row++) {
    const weight = weights[row]
    if (weight === 0) continue
    const end = starts[row + 1]
    // Columns ascend within a row.
    for (let a = starts[row]; a < end; a++) {
      const scaled = weight * values[a]
      const line = columns[a] * width
      for (let b = starts[row]; b <= a; b++) product[line + columns[b]] += scaled * values[b]
    }
  }
  return product
}

/** X'·diag(weights)·X, row by row in one array of width². */
export const crossProduct = (design: Design, weights: ArrayLike<number>): Float64Array => {
  const { width } = design
  const product = design.isFull ? fullCrossProduct(design, weights) : sparseCrossProduct(design, weights)
  for (let a = 0; a < width; a++) {
    for (let b = 0; b < a; b++) product[b * width + a] = product[a * width + b]
  }
  return product
}

/** x'·M·x of every row, for a symmetric M of width². */
export const quadraticForms = (design: Design, matrix: Float64Array): Float64Array => {
  const { rows, width } = design
  const { starts, columns, values } = shortRows(design)
  const forms = new Float64Array(rows)
  for (let row = 0; row < rows; row++) {
    const end = starts[row + 1]
    let sum = 0
    for (let a = starts[row]; a < end; a++) {
      const line = columns[a] * width
      let inner = 0
      for (let b = starts[row]; b < a; b++) inner += values[b] * matrix[line + columns[b]]
      sum += values[a] * (2 * inner + values[a] * matrix[line + columns[a]])
    }
    forms[row] = sum
  }
  return forms
}
