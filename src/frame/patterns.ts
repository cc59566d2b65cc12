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

const EVERY_BIT = 0xffffffff
const whole = (column: Uint32Array): Bits => ({ column, mask: EVERY_BIT })
const everyRow = (count: number) => Int32Array.from({ length: count }, (_, row) => row)

const groupEntries = (words: BySide<Uint32Array[]>, fields: readonly BitField[]): Entries => {
  const patterns = words.CHOSEN[0].length
  const both = WORDS.map((word) => {
    const column = new Uint32Array(2 * patterns)
    column.set(words.CHOSEN[word])
    column.set(words.REJECTED[word], patterns)
    return whole(column)
  })
  const { groupOf, words: distinct, count } = groupRows(both, everyRow(2 * patterns))
  return {
    count,
    entryOf: { CHOSEN: groupOf.subarray(0, patterns), REJECTED: groupOf.subarray(patterns) },
    values: (feature) => decode(distinct, fields[feature]),
  }
}

const groupDifferences = (words: BySide<Uint32Array[]>, fields: readonly BitField[]): Differences => {
  // What only one entry has, and only the other: equal for equal differences of boolean features.
  const only = (side: Side, other: Side) =>
    WORDS.map((word) => whole(words[side][word].map((bits, pattern) => bits & ~words[other][word][pattern])))
  const apart = [...only('CHOSEN', 'REJECTED'), ...only('REJECTED', 'CHOSEN')]
  const { groupOf, words: distinct, count } = groupRows(apart, everyRow(words.CHOSEN[0].length))
  const [chosen, rejected] = [distinct.slice(0, WORDS.length), distinct.slice(WORDS.length)]
  return {
    count,
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
  const bitsOf = (side: Side) => {
    const words = (labels?.[side] ?? NO_LABELS).features
    return WORDS.map((word): Bits => ({ column: words[word], mask: masks[word] }))
  }
  const bits = SIDES.flatMap(bitsOf)
  // Words that have none of the features tell nothing apart.
  const used = bits.filter(({ mask }) => mask !== 0)
  const { groupOf, words, count } = groupRows(used, rows)
  const distinct = bits.map((one) => words[used.indexOf(one)] ?? new Uint32Array(count))
  const bySide = { CHOSEN: distinct.slice(0, WORDS.length), REJECTED: distinct.slice(WORDS.length) }
  let entries: Entries | undefined
  let differences: Differences | undefined
  return {
    features,
    rows,
    patternOf: groupOf,
    patterns: count,
    values: (feature, side) => decode(bySide[side], fields[feature]),
    get entries() {
      entries ??= groupEntries(bySide, fields)
      return entries
    },
    get differences() {
      differences ??= groupDifferences(bySide, fields)
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
