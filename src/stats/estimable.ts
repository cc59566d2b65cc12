import { type Design, shortRows } from './design.ts'
import { type Factorize, factorizer, inverse, type Lower } from './factor.ts'
import type { TermStatus } from './term-status.ts'

/** What of a design can be estimated: by its columns, and those that are left with their factor. */
export type Estimable = {
  status: TermStatus[]
  /** In the final design; of a dropped term what dropped it; null where it has none. */
  vif: (number | null)[]
  kept: number[]
  lower: Lower
}

/** Whether a column has one value wherever there are observations; without an intercept, 0. */
const isConstant = (design: Design, count: Float64Array, column: number): boolean => {
  const { rows, intercept } = design
  const { starts, columns, values } = shortRows(design)
  let first: number | undefined = intercept ? undefined : 0
  for (let row = 0; row < rows; row++) {
    if (count[row] === 0) continue
    let value = 0
    for (let at = starts[row]; at < starts[row + 1]; at++) if (columns[at] === column) value = values[at]
    first ??= value
    if (value !== first) return false
  }
  return true
}

/**
 * Variance inflation factors: the diagonal of the inverse correlation matrix, uncentred without an intercept.
 * R: `car::vif(lm(…))`, also for a logit.
 */
const inflation = (lower: Lower, intercept: boolean): number[] => {
  const inverted = inverse(lower)
  return lower.map((line, i) => {
    const squares = line.slice(intercept ? 1 : 0).reduce((sum, value) => sum + value ** 2, 0)
    return squares * inverted[i * lower.length + i]
  })
}

/** Relative: VIFs that differ by less are the same. */
const ROUNDING = 1e-9

/** Above `maxVif` (null: any may be) columns are dropped, but for those that are spared. */
type Limit = { maxVif: number | null; spared?: ReadonlySet<number> }

/** Drops the column with the largest VIF, ties: the later one, until none is above the limit. */
const dropInflated = (
  factorize: Factorize,
  { kept, lower }: { kept: number[]; lower: Lower },
  limit: Limit & { intercept: boolean; dropped: Map<number, number> },
): { kept: number[]; lower: Lower; vif: number[] } => {
  const { intercept, maxVif, spared, dropped } = limit
  const vif = inflation(lower, intercept)
  const slopes = kept.flatMap((column, index) =>
    (intercept && index === 0) || spared?.has(column) ? [] : [index],
  )
  const largest = Math.max(...slopes.map((index) => vif[index]))
  if (maxVif === null || !(largest > maxVif * (1 + ROUNDING))) return { kept, lower, vif }
  const worst = slopes.findLast((index) => vif[index] >= largest * (1 - ROUNDING)) as number
  dropped.set(kept[worst], vif[worst])
  const rest = factorize(kept.filter((_, index) => index !== worst))
  return dropInflated(factorize, rest, limit)
}

/**
 * Drops what can't be estimated: constant columns, combinations of earlier ones, and, while the largest VIF
 * exceeds the limit, the column that has it.
 */
export const estimable = (design: Design, count: Float64Array, limit: Limit): Estimable => {
  const status = new Array<TermStatus>(design.width).fill('ESTIMATED')
  const vif = new Array<number | null>(design.width).fill(null)
  const factorize = factorizer(design, count)
  const all = status.map((_, column) => column)
  const independent = factorize(all)
  for (const column of all) {
    if (independent.kept.includes(column)) continue
    status[column] = isConstant(design, count, column) ? 'DROPPED_CONSTANT' : 'DROPPED_COLLINEAR'
  }
  const dropped = new Map<number, number>()
  const { intercept } = design
  const { kept, lower, vif: final } = dropInflated(factorize, independent, { ...limit, intercept, dropped })
  for (const [column, value] of dropped) {
    status[column] = 'DROPPED_VIF'
    vif[column] = value
  }
  kept.forEach((column, index) => {
    if (!(intercept && column === 0)) vif[column] = final[index]
  })
  return { status, vif, kept, lower }
}
