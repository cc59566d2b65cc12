import { type BitField, decodeValue } from '../domain/label-bits.ts'
import { SIDES, type Side } from '../domain/side.ts'
import type { BySide, LabelColumns } from './frame.ts'
import { type Bits, groupRows } from './group-rows.ts'
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
  /** Patterns grouped by what their two entries differ in. */
  differences: Differences
}

type Differences = {
  count: number
  /** Of each pattern. */
  differenceOf: Int32Array
  /** Chosen minus rejected, of each difference. */
  values(feature: number): Int8Array
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
  const isComplete = (row: number) => (c0[row] & r0[row] & m0) === m0 && (c1[row] & r1[row] & m1) === m1
  let count = 0
  for (let k = 0; k < rows.length; k++) if (isComplete(rows[k])) count++
  return count === rows.length ? rows : rows.filter(isComplete)
}

/** What the words of a label say of one feature, for each of them. */
const decode = (words: readonly Uint32Array[], { word, shift, mask }: BitField): Int8Array => {
  const column = words[word]
  const values = new Int8Array(column.length)
  for (let i = 0; i < values.length; i++) values[i] = decodeValue((column[i] >>> shift) & mask)
  return values
}

/** What some bits are at some rows. */
const gather = ({ column, mask }: Bits, rows: Int32Array): Uint32Array => {
  const found = new Uint32Array(rows.length)
  for (let k = 0; k < rows.length; k++) found[k] = column[rows[k]] & mask
  return found
}

const EVERY_BIT = 0xffffffff

const groupEntries = (words: BySide<Uint32Array[]>, fields: readonly BitField[]): Entries => {
  const patterns = words.CHOSEN[0].length
  const both = WORDS.map((word): Bits => {
    const column = new Uint32Array(2 * patterns)
    column.set(words.CHOSEN[word])
    column.set(words.REJECTED[word], patterns)
    return { column, mask: EVERY_BIT }
  })
  const { groupOf, examples } = groupRows(
    both,
    Int32Array.from({ length: 2 * patterns }, (_, at) => at),
  )
  const distinct = both.map((bits) => gather(bits, examples))
  return {
    count: examples.length,
    entryOf: { CHOSEN: groupOf.subarray(0, patterns), REJECTED: groupOf.subarray(patterns) },
    values: (feature) => decode(distinct, fields[feature]),
  }
}

const groupDifferences = (words: BySide<Uint32Array[]>, fields: readonly BitField[]): Differences => {
  const every = Int32Array.from(words.CHOSEN[0].keys())
  // What only one entry has, and only the other: equal for equal differences of boolean features.
  const only = (mine: Uint32Array, other: Uint32Array): Bits => ({
    column: mine.map((word, pattern) => word & ~other[pattern]),
    mask: EVERY_BIT,
  })
  const apart = WORDS.flatMap((word) => [
    only(words.CHOSEN[word], words.REJECTED[word]),
    only(words.REJECTED[word], words.CHOSEN[word]),
  ])
  const { groupOf, examples } = groupRows(apart, every)
  const [chosen, rejected] = SIDES.map((side) =>
    words[side].map((column) => gather({ column, mask: EVERY_BIT }, examples)),
  )
  return {
    count: examples.length,
    differenceOf: groupOf,
    values: (feature) => {
      const other = decode(rejected, fields[feature])
      return decode(chosen, fields[feature]).map((value, difference) => value - other[difference])
    },
  }
}

const NO_WORDS = [new Uint32Array(), new Uint32Array()]
const NO_LABELS = { features: NO_WORDS, known: NO_WORDS }

const group = ({ view: { labels, fields }, rows: all }: Slice, wanted: readonly number[]): Patterns => {
  const features = labels ? labeledFeatures(labels, all, fields, wanted) : []
  const masks = masksOf(fields, features)
  const rows = labels ? completeRows(labels, all, masks) : new Int32Array()
  const bits = SIDES.map((side) => {
    const words = (labels?.[side] ?? NO_LABELS).features
    return WORDS.map((word): Bits => ({ column: words[word], mask: masks[word] }))
  })
  const used = bits.flat().filter(({ mask }) => mask !== 0)
  const { groupOf, examples } = groupRows(used, rows)
  const exampleRows = examples.map((k) => rows[k])
  const [CHOSEN, REJECTED] = bits.map((words) => words.map((word) => gather(word, exampleRows)))
  const distinct = { CHOSEN, REJECTED }
  let entries: Entries | undefined
  let differences: Differences | undefined
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
    get differences() {
      differences ??= groupDifferences(distinct, fields)
      return differences
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
