import type { ListColumn } from '../../frame/frame.ts'
import type { NameCount } from '../pairs.ts'

/** How many pairs and entries have each name in a list of one of their entries. */
export const countNames = (
  lists: readonly ListColumn[],
  names: readonly string[],
  rows: Int32Array,
): NameCount[] => {
  const pairs = new Uint32Array(names.length)
  const entries = new Uint32Array(names.length)
  const lastPair = new Int32Array(names.length).fill(-1)
  const lastEntry = new Int32Array(names.length).fill(-1)
  for (const row of rows) {
    lists.forEach(({ offsets, codes }, side) => {
      for (let at = offsets[row]; at < offsets[row + 1]; at++) {
        const code = codes[at]
        const entry = row * lists.length + side
        if (lastEntry[code] !== entry) entries[code]++
        if (lastPair[code] !== row) pairs[code]++
        lastEntry[code] = entry
        lastPair[code] = row
      }
    })
  }
  return names.map((key, code) => ({ key, pairs: pairs[code], entries: entries[code] }))
}

/** The same of names that a pair has one of at most; −1 is none. */
export const countSubsets = (
  codes: ArrayLike<number>,
  names: readonly string[],
  rows: Int32Array,
): NameCount[] => {
  const pairs = new Uint32Array(names.length)
  for (const row of rows) if (codes[row] >= 0) pairs[codes[row]]++
  return names.map((key, code) => ({ key, pairs: pairs[code], entries: pairs[code] }))
}
