import { type BitField, decodeValue } from '../domain/label-bits.ts'
import { SIDES, type Side } from '../domain/side.ts'
import type { BySide, LabelColumns } from './frame.ts'
import { groupRows } from './group-rows.ts'
import type { Slice } from './slice.ts'

/** The pairs of a slice grouped by what the labels say of some features on both sides. */
export type Patterns = {
  /** Features (indices in the taxonomy) that some pair has labels of on both sides. */
  features: readonly number[]
  /** Positions of the pairs whose labels know all of these on both sides. */
  rows: Int32Array
  /** Of each of `rows`. */
  patternOf: Int32Array
  patterns: number
  /** Of each pattern. */
  values(feature: number, side: Side): Int8Array
  /** Entries grouped likewise, whichever side they are on. */
  entries: Entries
}

type Entries = {
  count: number
  /** Of each pattern's two entries. */
  entryOf: BySide<Int32Array>
  /** Of each entry. */
  values(feature: number): Int8Array
}

const WORDS = [0, 1] as const
type Masks = readonly [number, number]

/** The bits of some features in the two words of a label. */
const masksOf = (fields: readonly BitField[], features: readonly number[]): Masks => {
  const masks: [number, number] = [0, 0]
  for (const feature of features) {
    const { word, shift, mask } = fields[feature]
    masks[word] |= mask << shift
  }
  return masks
}

/** Which of the features any pair has on both sides. */
const labeledFeatures = (
  labels: BySide<LabelColumns>,
  rows: Int32Array,
  fields: readonly BitField[],
  features: readonly number[],
): number[] => {
  const known = WORDS.map((word) => {
    const [chosen, rejected] = SIDES.map((side) => labels[side].known[word])
    let any = 0
    for (let k = 0; k < rows.length; k++) any |= chosen[rows[k]] & rejected[rows[k]]
    return any
  })
  return features.filter((feature) => {
    const { word, shift, mask } = fields[feature]
    return ((known[word] >>> shift) & mask) !== 0
  })
}

/** Those of the rows that have all bits of the masks on both sides. */
const completeRows = (labels: BySide<LabelColumns>, rows: Int32Array, masks: Masks): Int32Array => {
  const [c0, c1] = labels.CHOSEN.known
  const [r0, r1] = labels.REJECTED.known
  const [m0, m1] = masks
  const complete = new Int32Array(rows.length)
  let count = 0
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k]
    if ((c0[row] & r0[row] & m0) === m0 && (c1[row] & r1[row] & m1) === m1) complete[count++] = row
  }
  return count === rows.length ? rows : complete.slice(0, count)
}

/** What a column has at some rows. */
const gather = (column: Uint32Array, rows: Int32Array): Uint32Array => {
  const found = new Uint32Array(rows.length)
  for (let k = 0; k < rows.length; k++) found[k] = column[rows[k]]
  return found
}

/** What the words of a label say of one feature, for each of them. */
const decode = (words: readonly Uint32Array[], { word, shift, mask }: BitField): Int8Array => {
  const column = words[word]
  const values = new Int8Array(column.length)
  for (let i = 0; i < values.length; i++) values[i] = decodeValue((column[i] >>> shift) & mask)
  return values
}

const groupEntries = (words: BySide<Uint32Array[]>, fields: readonly BitField[]): Entries => {
  const patterns = words.CHOSEN[0].length
  const both = WORDS.map((word) => {
    const column = new Uint32Array(2 * patterns)
    column.set(words.CHOSEN[word])
    column.set(words.REJECTED[word], patterns)
    return column
  })
  const { groupOf, examples } = groupRows(both, 2 * patterns)
  const distinct = both.map((column) => gather(column, examples))
  return {
    count: examples.length,
    entryOf: { CHOSEN: groupOf.subarray(0, patterns), REJECTED: groupOf.subarray(patterns) },
    values: (feature) => decode(distinct, fields[feature]),
  }
}

const group = ({ view: { labels, fields }, rows: all }: Slice, wanted: readonly number[]): Patterns => {
  const features = labels ? labeledFeatures(labels, all, fields, wanted) : []
  const masks = masksOf(fields, features)
  const rows = labels ? completeRows(labels, all, masks) : new Int32Array()
  const words = SIDES.map((side) =>
    WORDS.map((word) => {
      const mask = masks[word]
      // A word without any of the features tells nothing apart: one column of zeros for all.
      if (!labels || mask === 0) return new Uint32Array(0)
      const column = gather(labels[side].features[word], rows)
      for (let k = 0; k < column.length; k++) column[k] &= mask
      return column
    }),
  )
  const used = words.map((columns) => columns.filter((_, word) => masks[word] !== 0))
  const { groupOf, examples } = groupRows(used.flat(), rows.length)
  const [CHOSEN, REJECTED] = words.map((columns) => columns.map((column) => gather(column, examples)))
  const distinct = { CHOSEN, REJECTED }
  let entries: Entries | undefined
  return {
    features,
    rows,
    patternOf: groupOf,
    patterns: examples.length,
    values: (feature, side) => decode(distinct[side], fields[feature]),
    get entries() {
      entries ??= groupEntries(distinct, fields)
      return entries
    },
  }
}

const grouped = new WeakMap<Slice, Map<string, Patterns>>()

/** Groups a slice by some features once, for all that ask for the same. */
export const patternsOf = (slice: Slice, features: readonly number[]): Patterns => {
  const known = grouped.get(slice) ?? new Map<string, Patterns>()
  grouped.set(slice, known)
  const key = features.join()
  const patterns = known.get(key) ?? group(slice, features)
  known.set(key, patterns)
  return patterns
}
