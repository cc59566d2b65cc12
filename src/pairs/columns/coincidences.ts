import { dot } from '../../stats/sum.ts'
import type { Coincidences } from '../pairs.ts'
import type { Condition } from '../terms.ts'
import { holdsOf } from './condition.ts'
import { promptCodes } from './prompts.ts'
import type { Rows } from './space.ts'

const products = (columns: readonly Float64Array[]): Float64Array[] => {
  const all = columns.map(() => new Float64Array(columns.length))
  columns.forEach((a, i) => {
    for (let j = i; j < columns.length; j++) all[i][j] = all[j][i] = dot(a, columns[j])
  })
  return all
}

/** `Pairs.coincidences`: conditions as columns of 0 and 1, and how many of each prompt are 1. */
export const coincidencesOf = ({ space, rows }: Rows, of: readonly Condition[]): Coincidences => {
  const { codes, prompts } = promptCodes(space, rows)
  const columns = of.map((condition) => {
    const holds = holdsOf(space, condition)
    return Float64Array.from(rows, (row) => (holds(row) ? 1 : 0))
  })
  const byPair = products(columns)
  if (prompts === rows.length) return { prompts, byPair, byPrompt: byPair }
  const totals = columns.map((column) => {
    const counts = new Float64Array(prompts)
    for (let k = 0; k < column.length; k++) counts[codes[k]] += column[k]
    return counts
  })
  return { prompts, byPair, byPrompt: products(totals) }
}
