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

/** The observations as a regression takes them, each with a row of its own or those that are alike in one row. */
export const observe = (
  { columns, response, intercept, coupled = false }: Observations,
  { grouped }: { grouped: boolean },
): Observed => {
  const n = response.length
  const words = columns.map((column) => Uint32Array.from(column, (value) => value + 1000))
  const { groupOf, examples } = grouped
    ? groupRows(words, n)
    : {
        groupOf: Int32Array.from({ length: n }, (_, i) => i),
        examples: Int32Array.from({ length: n }, (_, i) => i),
      }
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
      columns.map((column) => Float64Array.from(examples, (i) => column[i])),
      { rows, intercept },
    ),
    response: groupResponse(groupOf, response, { rows, centre }),
    clusters: coupled ? half : n,
    couples: coupled ? couples : undefined,
  }
}
