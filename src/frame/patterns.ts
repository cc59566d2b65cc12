import { type BitField, decodeValue } from '../domain/label-bits.ts'
import { SIDES, type Side } from '../domain/side.ts'
import type { BySide } from './frame.ts'
import { type Bits, groupRows } from './group-rows.ts'
import { remembering } from './remembered.ts'
import type { Slice } from './slice.ts'
import type { View } from './view.ts'

/** Distinct things that labels say of both entries of a pair: the patterns. */
export type Combinations = {
  count: number
  /** Of each pattern; 0 where it is unknown. */
  values(feature: number, side: Side): Int8Array
  /** Entries grouped likewise, whichever side they are on. */
  entries: Entries
  /** Patterns grouped by what their two entries differ in. */
  differences: Differences
}

/** All pairs of a view grouped by what the labels say of some features on both sides, and what they leave open. */
export type Patterns = Combinations & {
  /** Of each row of the frame. */
  patternOf: Int32Array
  /** Of each pattern the bits that are known on both sides, in the two words of a label. */
  known: readonly [Uint32Array, Uint32Array]
}

type Entries = {
  count: number
  /** Of each pattern's two entries. */
  entryOf: BySide<Int32Array>
  values(feature: number): Int8Array
}

type Differences = {
  count: number
  /** Of each pattern. */
  differenceOf: Int32Array
  /** Chosen minus rejected, of each difference. */
  values(feature: number): Int8Array
}

const WORDS = [0, 1] as const
const EVERY_BIT = 0xffffffff
const whole = (column: Uint32Array): Bits => ({ column, mask: EVERY_BIT })
const everyRow = (count: number) => Int32Array.from({ length: count }, (_, row) => row)

/** The bits of some features in the two words of a label. */
export const masksOf = (
  fields: readonly BitField[],
  features: readonly number[],
): readonly [number, number] => {
  const masks: [number, number] = [0, 0]
  for (const feature of features) {
    const { word, shift, mask } = fields[feature]
    masks[word] |= mask << shift
  }
  return masks
}

/** What the words of a label say of one feature, for each of them. */
const decode = (words: readonly Uint32Array[], { word, shift, mask }: BitField): Int8Array => {
  const column = words[word]
  const values = new Int8Array(column.length)
  for (let i = 0; i < values.length; i++) values[i] = decodeValue((column[i] >>> shift) & mask)
  return values
}

/** Of each pattern the two words of either side's label. */
export type Words = BySide<Uint32Array[]>

const groupEntries = (words: Words, fields: readonly BitField[]): Entries => {
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

const groupDifferences = (words: Words, fields: readonly BitField[]): Differences => {
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

/** What pairs with these words are; `fields` are all of the taxonomy. */
export const combinationsOf = (words: Words, fields: readonly BitField[]): Combinations => {
  let entries: Entries | undefined
  let differences: Differences | undefined
  return {
    count: words.CHOSEN[0].length,
    values: (feature, side) => decode(words[side], fields[feature]),
    get entries() {
      entries ??= groupEntries(words, fields)
      return entries
    },
    get differences() {
      differences ??= groupDifferences(words, fields)
      return differences
    },
  }
}

const both = ({ CHOSEN, REJECTED }: Words, word: 0 | 1): Uint32Array =>
  CHOSEN[word].map((bits, pattern) => bits & REJECTED[word][pattern])

const NO_WORDS = [new Uint32Array(), new Uint32Array()]

const group = ({ labels, fields, frame }: View, features: readonly number[]): Patterns => {
  const masks = masksOf(fields, features)
  const bitsOf = (side: Side, what: 'features' | 'known') =>
    WORDS.map((word): Bits => ({ column: (labels?.[side][what] ?? NO_WORDS)[word], mask: masks[word] }))
  const bits = {
    features: SIDES.flatMap((side) => bitsOf(side, 'features')),
    known: SIDES.flatMap((side) => bitsOf(side, 'known')),
  }
  // Words that have none of the features tell nothing apart.
  const used = [...bits.features, ...bits.known].filter(({ mask }) => labels && mask !== 0)
  const { groupOf, words, count } = groupRows(used, everyRow(frame.rowIds.length))
  const distinct = (of: readonly Bits[]): Words => {
    const columns = of.map((one) => words[used.indexOf(one)] ?? new Uint32Array(count))
    return { CHOSEN: columns.slice(0, WORDS.length), REJECTED: columns.slice(WORDS.length) }
  }
  const known = distinct(bits.known)
  return Object.assign(combinationsOf(distinct(bits.features), fields), {
    patternOf: groupOf,
    known: [both(known, 0), both(known, 1)] as const,
  })
}

/** Of all patterns together, which every list of features has its own of. */
const KEPT_BYTES = 24 * 2 ** 20
/** Of a pattern: its words, and what it is grouped into. */
const PATTERN_BYTES = 64

/** Groups the pairs of a view by some features (indices in the taxonomy) once, for all slices. */
const patternsOf = remembering<Patterns>(
  KEPT_BYTES,
  ({ patternOf, count }) => patternOf.byteLength + PATTERN_BYTES * count,
)(group)

/** What of some features a slice has. */
export type Labeled = {
  patterns: Patterns
  /** Those of the features that some pair of the slice has on both sides. */
  features: readonly number[]
  /** Of each pattern whether it has all of these. */
  complete: Uint8Array
}

/** Which of some features a slice can be grouped by, and in which patterns. */
export const labeledIn = ({ view, rows }: Slice, wanted: readonly number[]): Labeled => {
  const patterns = patternsOf(view, wanted)
  const { patternOf, count, known } = patterns
  const occurs = new Uint8Array(count)
  for (let k = 0; k < rows.length; k++) occurs[patternOf[rows[k]]] = 1
  const some: [number, number] = [0, 0]
  for (let pattern = 0; pattern < count; pattern++) {
    if (occurs[pattern] === 0) continue
    some[0] |= known[0][pattern]
    some[1] |= known[1][pattern]
  }
  const features = wanted.filter((feature) => {
    const { word, shift, mask } = view.fields[feature]
    return ((some[word] >>> shift) & mask) !== 0
  })
  const [m0, m1] = masksOf(view.fields, features)
  const complete = new Uint8Array(count)
  for (let pattern = 0; pattern < count; pattern++) {
    const isComplete = (known[0][pattern] & m0) === m0 && (known[1][pattern] & m1) === m1
    complete[pattern] = isComplete && features.length > 0 ? 1 : 0
  }
  return { patterns, features, complete }
}
