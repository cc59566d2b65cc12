import { groupRows } from '../../src/frame/group-rows.ts'
import { designOf } from '../../src/stats/design.ts'
import { groupResponse } from '../../src/stats/grouped-response.ts'
import type { Observed } from '../../src/stats/regression.ts'

/** Observations one by one: columns and responses of one length. In couples, i and i + n/2 are one cluster. */
export type Observations = {
  columns: readonly (readonly number[])[]
  response: readonly number[]
  intercept: boolean
  coupled?: boolean
}

/** Which observations are alike. */
const groupsOf = ({ columns, response }: Observations) =>
  groupRows(
    columns.map((column) => ({
      column: Uint32Array.from(column, (value) => value + 1000),
      mask: 0xffffffff,
    })),
    Int32Array.from(response.keys()),
  )

/** The row of the grouped design that each observation has. */
export const rowsOf = (observations: Observations): Int32Array => groupsOf(observations).groupOf

/** The observations as a regression takes them, each with a row of its own or those that are alike in one row. */
export const observe = (
  { columns, response, intercept, coupled = false }: Observations,
  { grouped }: { grouped: boolean },
): Observed => {
  const n = response.length
  const every = Int32Array.from({ length: n }, (_, i) => i)
  const { groupOf, examples } = grouped
    ? groupsOf({ columns, response, intercept })
    : { groupOf: every, examples: every }
  const rows = examples.length
  const centre = intercept && response.some((y) => Math.abs(y) > 1e6) ? response[0] : 0
  const half = n / 2
  const couples = (fitted: Float64Array) => {
    const residual = (i: number) => response[i] - centre - fitted[groupOf[i]]
    return {
      first: groupOf.slice(0, half),
      second: groupOf.slice(half),
      products: Float64Array.from({ length: half }, (_, i) => residual(i) * residual(half + i)),
    }
  }
  return {
    design: designOf(
      // As labels come, which are stored by their difference from the most frequent one.
      columns.map((column) => {
        const values = Array.from(examples, (i) => column[i])
        return grouped ? Int8Array.from(values) : Float64Array.from(values)
      }),
      { rows, intercept },
    ),
    response: groupResponse(
      { rowOf: groupOf, column: Float64Array.from(response), at: every },
      { rows, centre },
    ),
    clusters: coupled ? half : n,
    couples: coupled ? couples : undefined,
  }
}
