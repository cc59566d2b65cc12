import { Matrix, QrDecomposition } from 'ml-matrix'
import { addRow, crossProduct, type Design, keepColumns, shortRows, timesVector } from './design.ts'
import { cholesky, solve } from './factor.ts'
import type { GroupedResponse } from './grouped-response.ts'
import { dot } from './sum.ts'

/** Directions are compared with 0 in units of the rows' length. */
const TOLERANCE = 1e-7

/** Distinct rows that were seen with an outcome, each as a vector of length 1 towards that outcome. */
type Signed = { rows: Int32Array; scales: Float64Array }

const signedRows = (design: Design, { count, mean }: GroupedResponse, active: Uint8Array): Signed => {
  const { starts, values } = shortRows(design)
  const rows = new Int32Array(2 * design.rows)
  const scales = new Float64Array(2 * design.rows)
  let signed = 0
  for (let row = 0; row < design.rows; row++) {
    if (active[row] === 0 || count[row] === 0) continue
    let squares = 0
    for (let at = starts[row]; at < starts[row + 1]; at++) squares += values[at] * values[at]
    if (squares === 0) continue
    for (const sign of [1, -1]) {
      if (sign === 1 ? mean[row] === 0 : mean[row] === 1) continue
      rows[signed] = row
      scales[signed++] = sign / Math.sqrt(squares)
    }
  }
  return { rows: rows.subarray(0, signed), scales: scales.subarray(0, signed) }
}

/** Adds a signed row as a vector, times a weight, to another. */
const add = (target: Float64Array, design: Design, { rows, scales }: Signed, at: number, weight: number) =>
  addRow(design, rows[at], weight * scales[at], target)

type Weighted = { at: number; weight: number }

/** Weights that make `total` + Σ weight · row as short as can be, negative ones not excluded. */
const leastSquaresWeights = (
  design: Design,
  signed: Signed,
  passive: readonly Weighted[],
  total: Float64Array,
): number[] => {
  const matrix = Matrix.zeros(Math.max(design.width, passive.length), passive.length)
  passive.forEach(({ at }, index) => {
    const column = new Float64Array(matrix.rows)
    add(column, design, signed, at, 1)
    matrix.setColumn(index, column)
  })
  const target = Matrix.zeros(matrix.rows, 1)
  total.forEach((value, line) => {
    target.set(line, 0, -value)
  })
  return new QrDecomposition(matrix).solve(target).getColumn(0)
}

/**
 * A direction γ along which no outcome becomes less likely and some become more so, or null where there is none.
 *
 * The shortest vector r = Σ w·a with weights w ≥ 1 on all signed rows a decides (Stiemke's alternative). If it is 0,
 * its weights prove that no such direction exists: Σ w·(a·γ) = 0 forbids that all a·γ ≥ 0 with one of them > 0. If
 * it isn't, r itself is one: were any a·r < 0, more of that a would make it shorter. Found by Lawson and Hanson's
 * non-negative least squares.
 */
const separatingDirection = (design: Design, signed: Signed): Float64Array | null => {
  const { width } = design
  const { rows, scales } = signed
  const total = new Float64Array(width)
  for (let at = 0; at < rows.length; at++) add(total, design, signed, at, 1)
  const norm = (vector: Float64Array) => Math.hypot(...vector)
  const none = 1e-9 * Math.max(1, norm(total))
  const products = new Float64Array(design.rows)
  let passive: Weighted[] = []
  let rest = Float64Array.from(total)
  for (let step = 0; step < 50 * width + 1000; step++) {
    const size = norm(rest)
    const rounding = 8 * width * Number.EPSILON * passive.reduce((sum, { weight }) => sum + weight, 0)
    if (size <= Math.max(none, rounding)) return null
    timesVector(design, rest, products)
    let entering = -1
    let most = -1e-10 * size
    for (let at = 0; at < rows.length; at++) {
      const product = scales[at] * products[rows[at]]
      if (product < most) {
        most = product
        entering = at
      }
    }
    if (entering < 0 || passive.some(({ at }) => at === entering)) return rest.map((value) => value / size)
    passive.push({ at: entering, weight: 0 })
    for (;;) {
      const wanted = leastSquaresWeights(design, signed, passive, total)
      if (wanted.every((weight) => weight > 0)) {
        passive = passive.map(({ at }, index) => ({ at, weight: wanted[index] }))
        break
      }
      const shares = passive.map(({ weight }, index) =>
        wanted[index] > 0 ? 1 : weight / (weight - wanted[index]),
      )
      const share = Math.min(...shares)
      passive = passive
        .map(({ at, weight }, index) => ({ at, weight: weight + share * (wanted[index] - weight) }))
        .filter(({ weight }) => weight > 1e-12)
    }
    rest = Float64Array.from(total)
    for (const { at, weight } of passive) add(rest, design, signed, at, weight)
  }
  throw new Error('the search for a separating direction did not end')
}

/** The rows that stay when those are taken away which some direction predicts perfectly, again and again. */
const overlapping = (design: Design, response: GroupedResponse): Uint8Array => {
  const active = new Uint8Array(design.rows).fill(1)
  for (;;) {
    const signed = signedRows(design, response, active)
    const direction = signed.rows.length > 0 ? separatingDirection(design, signed) : null
    if (!direction) return active
    const products = timesVector(design, direction)
    let isSeparated = false
    for (let at = 0; at < signed.rows.length; at++) {
      const row = signed.rows[at]
      if (!(signed.scales[at] * products[row] > TOLERANCE)) continue
      active[row] = 0
      isSeparated = true
    }
    // By no more than rounding.
    if (!isSeparated) return active
  }
}

/** What can be said of a logit's data; by the columns of its design. */
export type Separation = {
  /** The pairs that are not predicted perfectly, as the response of a fit that has a maximum. */
  overlap: GroupedResponse
  /** Columns that the fit of the overlap can use. */
  kept: number[]
  /** Whether a combination of columns (as the design stores them) has one finite estimate. */
  hasEstimate(combination: ArrayLike<number>): boolean
  /** Under complete separation, a smallest set of columns that separate; else null. */
  separating: number[] | null
}

const isEmpty = (active: Uint8Array, { count }: GroupedResponse) =>
  active.every((value, row) => value === 0 || count[row] === 0)

/** Leaves out one column after the other, later ones first, as long as the rest still separates completely. */
const smallestSeparating = (design: Design, response: GroupedResponse): number[] => {
  let columns = Array.from({ length: design.width }, (_, column) => column)
  for (let column = design.width - 1; column >= (design.intercept ? 1 : 0); column--) {
    const fewer = columns.filter((other) => other !== column)
    if (fewer.length > 0 && isEmpty(overlapping(keepColumns(design, fewer), response), response))
      columns = fewer
  }
  return columns
}

/** The same rows with each column in units of its largest size, and these: which outcomes are separated does not depend on units. */
const inUnits = (design: Design): { design: Design; units: Float64Array } => {
  const units = new Float64Array(design.width).fill(1)
  if (design.values instanceof Int8Array) return { design, units }
  const columns = design.isFull ? null : design.columns
  const columnAt = (at: number) => columns?.[at] ?? at % design.width
  const largest = new Float64Array(design.width)
  for (let at = 0; at < design.values.length; at++)
    largest[columnAt(at)] = Math.max(largest[columnAt(at)], Math.abs(design.values[at]))
  for (let column = 0; column < units.length; column++)
    if (largest[column] > 0) units[column] = largest[column]
  const values = design.values.map((value, at) => value / units[columnAt(at)])
  return { design: { ...design, values }, units }
}

/**
 * Finds whether, and along which columns, the outcome is predicted perfectly (Albert and Anderson 1984), by proof
 * rather than by the size of an estimate. The design's columns must be independent.
 */
export const separation = (stored: Design, response: GroupedResponse): Separation => {
  const { design, units } = inUnits(stored)
  const active = overlapping(design, response)
  const { width } = design
  const all = Array.from({ length: width }, (_, column) => column)
  if (!active.includes(0)) return { overlap: response, kept: all, hasEstimate: () => true, separating: null }
  const overlap = { ...response, count: response.count.map((n, row) => n * active[row]) }
  const product = crossProduct(
    design,
    overlap.count.map((n) => Math.min(1, n)),
  )
  const { kept, lower } = cholesky(product, width)
  // Along these the overlap says nothing: each column that is a combination of earlier ones, less that combination.
  const silent = all
    .filter((column) => !kept.includes(column))
    .map((column) => {
      const earlier = solve(
        lower,
        kept.map((other) => product[column * width + other]),
      )
      const direction = new Float64Array(width)
      direction[column] = 1
      kept.forEach((other, index) => {
        direction[other] = -earlier[index]
      })
      return direction
    })
  const hasEstimate = (combination: ArrayLike<number>) => {
    const inUnits = units.map((unit, column) => combination[column] / unit)
    const size = Math.max(...inUnits.map(Math.abs))
    return silent.every((direction) => Math.abs(dot(direction, inUnits)) <= TOLERANCE * size)
  }
  const separating = isEmpty(active, response) ? smallestSeparating(design, response) : null
  return { overlap, kept, hasEstimate, separating }
}
