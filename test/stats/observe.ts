import { groupRows } from '../../src/pairs/group-rows.ts'
import { type Couples, coupled as inCouples } from '../../src/stats/clusters.ts'
import { designOf } from '../../src/stats/design.ts'
import type { Observed } from '../../src/stats/fitted.ts'
import { groupResponse } from '../../src/stats/grouped-response.ts'

/** Observations one by one: columns and responses of one length. In couples, i and i + n/2 are one cluster. */
export type Observations = {
  columns: readonly (readonly number[])[]
  response: readonly number[]
  intercept: boolean
  coupled?: boolean
}

const OFFSET = 1000

/** Which observations are alike, and the values of each group. */
const groupsOf = ({ columns, response }: Observations) => {
  const { groupOf, words } = groupRows(
    columns.map((column) => ({
      column: Uint32Array.from(column, (value) => value + OFFSET),
      mask: 0xffffffff,
    })),
    Int32Array.from(response.keys()),
  )
  return { groupOf, distinct: words.map((column) => Array.from(column, (word) => word - OFFSET)) }
}

/** The row of the grouped design that each observation has. */
export const rowsOf = (observations: Observations): Int32Array => groupsOf(observations).groupOf

/** The observations as a regression takes them, each with a row of its own or those that are alike in one row. */
export const observe = (
  { columns, response, intercept, coupled = false }: Observations,
  { grouped }: { grouped: boolean },
): Observed => {
  const n = response.length
  const every = Int32Array.from({ length: n }, (_, i) => i)
  const { groupOf, distinct } = grouped
    ? groupsOf({ columns, response, intercept })
    : { groupOf: every, distinct: columns }
  const rows = grouped ? Math.max(-1, ...groupOf) + 1 : n
  const centre = intercept && response.some((y) => Math.abs(y) > 1e6) ? response[0] : 0
  const half = n / 2
  const couples: Couples = {
    first: groupOf.slice(0, half),
    second: groupOf.slice(half),
    count: new Float64Array(half).fill(1),
    products: (fitted) => {
      const residual = (i: number) => response[i] - centre - fitted[groupOf[i]]
      return Float64Array.from({ length: half }, (_, i) => residual(i) * residual(half + i))
    },
  }
  return {
    design: designOf(
      // As labels come, which are stored by their difference from the most frequent one.
      distinct.map((column) => (grouped ? Int8Array.from(column) : Float64Array.from(column))),
      { rows, intercept },
    ),
    response: groupResponse(
      { rowOf: groupOf, column: Float64Array.from(response), at: every },
      { rows, centre },
    ),
    clusters: coupled ? inCouples(half, couples) : { count: n },
  }
}
