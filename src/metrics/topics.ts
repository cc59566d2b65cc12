import type { ListColumn } from '../frame/frame.ts'
import type { Slice } from '../frame/slice.ts'

/** How many pairs have a value on either entry, and how many entries have it. */
export type Count = { key: string; pairs: number; entries: number }

const mostFrequentFirst = (a: Count, b: Count) =>
  b.entries - a.entries || b.pairs - a.pairs || (a.key < b.key ? -1 : 1)

/** Those that occur, most frequent first. */
export const ranked = (counts: readonly Count[]): Count[] =>
  counts.filter(({ entries }) => entries > 0).sort(mostFrequentFirst)

const countLists = (rows: Int32Array, names: readonly string[], lists: readonly ListColumn[]): Count[] => {
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
  return ranked(names.map((key, code) => ({ key, pairs: pairs[code], entries: entries[code] })))
}

/** Figure 15, left: most frequent first. */
export const topics = ({ view: { frame, labels }, rows }: Slice): Count[] =>
  labels ? countLists(rows, frame.topics, [labels.CHOSEN.topics, labels.REJECTED.topics]) : []

/** Figure 15, right: most frequent first. */
export const discriminations = ({ view: { frame, labels }, rows }: Slice): Count[] =>
  labels
    ? countLists(rows, frame.discriminations, [
        labels.CHOSEN.discriminations,
        labels.REJECTED.discriminations,
      ])
    : []
