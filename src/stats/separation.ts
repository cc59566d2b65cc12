import { Matrix, QrDecomposition } from 'ml-matrix'
import { crossProduct, type Design, keepColumns } from './design.ts'
import { cholesky, solve } from './factor.ts'
import type { GroupedResponse } from './grouped-response.ts'

/** Directions are compared with 0 in units of the rows' length. */
const TOLERANCE = 1e-7

/** A distinct row that was seen with an outcome: as a vector towards that outcome, of length 1. */
type Signed = { row: number; sign: 1 | -1; length: number }

const signedRows = (design: Design, { count, mean }: GroupedResponse, active: Uint8Array): Signed[] => {
  const signed: Signed[] = []
  for (let row = 0; row < design.rows; row++) {
    if (active[row] === 0 || count[row] === 0) continue
    let squares = 0
    for (let at = design.starts[row]; at < design.starts[row + 1]; at++) squares += design.values[at] ** 2
    if (squares === 0) continue
    const length = Math.sqrt(squares)
    if (mean[row] > 0) signed.push({ row, sign: 1, length })
    if (mean[row] < 1) signed.push({ row, sign: -1, length })
  }
  return signed
}

/**
 * A direction γ along which no outcome becomes less likely and some become more so, or null where there is none.
 *
 * The shortest vector r = Σ w·a with weights w ≥ 1 on all signed rows a decides (Stiemke's alternative): if it is 0, its weights prove
 * that no such direction exists, since Σ w·(a·γ) = 0 forbids that all a·γ ≥ 0 with one of them > 0. If it isn't,
 * r itself is the direction: were any a·r < 0, more of a would make it shorter. Found by Lawson and Hanson's
 * non-negative least squares.
 */
const separatingDirection = (design: Design, signed: readonly Signed[]): Float64Array | null => {
  const { width, starts, columns, values } = design
  const add = (target: Float64Array, { row, sign, length }: Signed, factor: number) => {
    for (let at = starts[row]; at < starts[row + 1]; at++) {
      target[columns[at]] += (factor * sign * values[at]) / length
    }
  }
  const along = (direction: Float64Array, { row, sign, length }: Signed) => {
    let sum = 0
    for (let at = starts[row]; at < starts[row + 1]; at++) sum += values[at] * direction[columns[at]]
    return (sign * sum) / length
  }
  const total = new Float64Array(width)
  for (const one of signed) add(total, one, 1)
  const norm = (vector: Float64Array) => Math.hypot(...vector)
  const none = 1e-9 * Math.max(1, norm(total))
  let passive: { at: number; weight: number }[] = []
  let rest = Float64Array.from(total)
  for (let step = 0; step < 50 * width + 1000; step++) {
    const size = norm(rest)
    if (size <= none) return null
    let entering = -1
    let most = -1e-10 * size
    for (let at = 0; at < signed.length; at++) {
      const product = along(rest, signed[at])
      if (product < most) {
        most = product
        entering = at
      }
    }
    if (entering < 0 || passive.some(({ at }) => at === entering)) return rest.map((value) => value / size)
    passive.push({ at: entering, weight: 0 })
    for (;;) {
      const matrix = Matrix.zeros(Math.max(width, passive.length), passive.length)
      passive.forEach(({ at }, index) => {
        const column = new Float64Array(width)
        add(column, signed[at], 1)
        column.forEach((value, line) => {
          matrix.set(line, index, value)
        })
      })
      const target = Matrix.zeros(matrix.rows, 1)
      total.forEach((value, line) => {
        target.set(line, 0, -value)
      })
      const wanted = new QrDecomposition(matrix).solve(target).getColumn(0)
      if (wanted.every((value) => value > 0)) {
        passive = passive.map(({ at }, index) => ({ at, weight: wanted[index] }))
        break
      }
      const share = Math.min(
        ...passive.map(({ weight }, index) => (wanted[index] > 0 ? 1 : weight / (weight - wanted[index]))),
      )
      passive = passive
        .map(({ at, weight }, index) => ({ at, weight: weight + share * (wanted[index] - weight) }))
        .filter(({ weight }) => weight > 1e-12)
    }
    rest = Float64Array.from(total)
    for (const { at, weight } of passive) add(rest, signed[at], weight)
  }
  throw new Error('the search for a separating direction did not end')
}

/** The rows that stay when those are taken away which some direction predicts perfectly, again and again. */
const overlapping = (design: Design, response: GroupedResponse): Uint8Array => {
  const active = new Uint8Array(design.rows).fill(1)
  for (;;) {
    const signed = signedRows(design, response, active)
    const direction = signed.length > 0 ? separatingDirection(design, signed) : null
    if (!direction) return active
    const { starts, columns, values } = design
    for (const { row, sign, length } of signed) {
      let product = 0
      for (let at = starts[row]; at < starts[row + 1]; at++) product += values[at] * direction[columns[at]]
      if ((sign * product) / length > TOLERANCE) active[row] = 0
    }
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

/**
 * Finds whether, and along which columns, the outcome is predicted perfectly (Albert and Anderson 1984), by proof
 * rather than by the size of an estimate. The design's columns must be independent.
 */
export const separation = (design: Design, response: GroupedResponse): Separation => {
  const active = overlapping(design, response)
  const overlap = { ...response, count: response.count.map((n, row) => n * active[row]) }
  const { width } = design
  const product = crossProduct(
    design,
    overlap.count.map((n) => Math.min(1, n)),
  )
  const { kept, lower } = cholesky(product, width)
  // Along these the overlap says nothing: each column that is a combination of earlier ones, less that combination.
  const silent = Array.from({ length: width }, (_, column) => column)
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
  const hasEstimate = (combination: ArrayLike<number>) =>
    silent.every((direction) => {
      const change = direction.reduce((sum, value, column) => sum + value * combination[column], 0)
      return Math.abs(change) <= TOLERANCE
    })
  const separating = isEmpty(active, response) ? smallestSeparating(design, response) : null
  return { overlap, kept, hasEstimate, separating }
}
