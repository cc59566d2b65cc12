import { dot } from '../../stats/sum.ts'
import type { Coincidences } from '../pairs.ts'
import type { Condition } from '../terms.ts'
import { holdsOf } from './condition.ts'
import { promptCodes } from './prompts.ts'
import type { Rows } from './space.ts'

const WORD = 32

const bitsIn = (word: number): number => {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** How many bits both have. */
const bitsInBoth = (a: Int32Array, b: Int32Array): number => {
  let count = 0
  for (let word = 0; word < a.length; word++) count += bitsIn(a[word] & b[word])
  return count
}

/** A symmetric function of each two of some columns. */
const twoByTwo = <T>(columns: readonly T[], of: (a: T, b: T) => number): Float64Array[] => {
  const all = columns.map(() => new Float64Array(columns.length))
  columns.forEach((a, i) => {
    for (let j = i; j < columns.length; j++) all[i][j] = all[j][i] = of(a, columns[j])
  })
  return all
}

/** `Pairs.coincidences`: where conditions hold as bits, and how often they do in each prompt. */
export const coincidencesOf = ({ space, rows }: Rows, of: readonly Condition[]): Coincidences => {
  const { codes, prompts } = promptCodes(space, rows)
  const columns = of.map((condition) => {
    const holds = holdsOf(space, condition)
    const bits = new Int32Array(Math.ceil(rows.length / WORD))
    const ofPrompts = new Float64Array(prompts)
    for (let k = 0; k < rows.length; k++) {
      if (!holds(rows[k])) continue
      bits[Math.floor(k / WORD)] |= 1 << (k % WORD)
      ofPrompts[codes[k]]++
    }
    return { bits, ofPrompts }
  })
  const byPair = twoByTwo(columns, (a, b) => bitsInBoth(a.bits, b.bits))
  // Of one pair each, these are the same.
  if (prompts === rows.length) return { prompts, byPair, byPrompt: byPair }
  return { prompts, byPair, byPrompt: twoByTwo(columns, (a, b) => dot(a.ofPrompts, b.ofPrompts)) }
}
