import type { BitField } from '../domain/label-bits.ts'
import { SIDES, type Side } from '../domain/side.ts'
import { featureValue } from './feature-values.ts'
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
  /** Of each pattern. */
  values(feature: number, side: Side): Int8Array
  /** Entries grouped likewise, whichever side they are on. */
  entries: {
    count: number
    /** Of each pattern's two entries. */
    entryOf: BySide<Int32Array>
    /** Of each entry. */
    values(feature: number): Int8Array
  }
  patterns: number
}

/** The bits of some features in the two words of a label. */
const masksOf = (fields: readonly BitField[], features: readonly number[]): [number, number] => {
  const masks: [number, number] = [0, 0]
  for (const feature of features) {
    const { word, shift, mask } = fields[feature]
    masks[word] |= mask << shift
  }
  return masks
}

const isKnown = (known: readonly [number, number], { word, shift, mask }: BitField) =>
  ((known[word] >>> shift) & mask) !== 0

/** Which of the features any pair has on both sides. */
const labeledFeatures = (
  labels: BySide<LabelColumns>,
  rows: Int32Array,
  fields: readonly BitField[],
  features: readonly number[],
) => {
  const known = ([0, 1] as const).map((word) => {
    const [chosen, rejected] = SIDES.map((side) => labels[side].known[word])
    let any = 0
    for (const row of rows) any |= chosen[row] & rejected[row]
    return any
  }) as [number, number]
  return features.filter((feature) => isKnown(known, fields[feature]))
}

const NONE: Patterns = {
  features: [],
  rows: new Int32Array(),
  patternOf: new Int32Array(),
  patterns: 0,
  values: () => new Int8Array(),
  entries: {
    count: 0,
    entryOf: { CHOSEN: new Int32Array(), REJECTED: new Int32Array() },
    values: () => new Int8Array(),
  },
}

const group = (slice: Slice, wanted: readonly number[]): Patterns => {
  const { labels, fields } = slice.view
  if (!labels) return NONE
  const features = labeledFeatures(labels, slice.rows, fields, wanted)
  const masks = masksOf(fields, features)
  const used = ([0, 1] as const).filter((word) => masks[word] !== 0)
  let rows = slice.rows
  for (const word of used) {
    const mask = masks[word]
    const [chosen, rejected] = SIDES.map((side) => labels[side].known[word])
    rows = rows.filter((row) => (chosen[row] & rejected[row] & mask) === mask)
  }
  const masked = (side: Side, word: 0 | 1) => {
    const all = labels[side].features[word]
    const mask = masks[word]
    const words = new Uint32Array(rows.length)
    for (let k = 0; k < rows.length; k++) words[k] = all[rows[k]] & mask
    return words
  }
  const words = {
    CHOSEN: used.map((word) => masked('CHOSEN', word)),
    REJECTED: used.map((word) => masked('REJECTED', word)),
  }
  const { groupOf, examples } = groupRows([...words.CHOSEN, ...words.REJECTED], rows.length)
  const patterns = examples.length
  const valueAt = (feature: number, side: Side, k: number) =>
    featureValue(labels[side], fields[feature], rows[k]) as number

  const both = used.map((_, index) => {
    const column = new Uint32Array(2 * patterns)
    SIDES.forEach((side, at) => {
      for (let p = 0; p < patterns; p++) column[at * patterns + p] = words[side][index][examples[p]]
    })
    return column
  })
  const entries = groupRows(both, 2 * patterns)
  return {
    features,
    rows,
    patternOf: groupOf,
    patterns,
    values: (feature, side) => Int8Array.from(examples, (k) => valueAt(feature, side, k)),
    entries: {
      count: entries.examples.length,
      entryOf: {
        CHOSEN: entries.groupOf.subarray(0, patterns),
        REJECTED: entries.groupOf.subarray(patterns),
      },
      values: (feature) =>
        Int8Array.from(entries.examples, (at) =>
          valueAt(feature, at < patterns ? 'CHOSEN' : 'REJECTED', examples[at % patterns]),
        ),
    },
  }
}

const grouped = new WeakMap<Slice, Map<string, Patterns>>()

/** Groups a slice by some features once, for all that ask for the same. */
export const patternsOf = (slice: Slice, features: readonly number[]): Patterns => {
  const known = grouped.get(slice) ?? new Map<string, Patterns>()
  grouped.set(slice, known)
  const key = features.join()
  let patterns = known.get(key)
  if (!patterns) {
    patterns = group(slice, features)
    known.set(key, patterns)
  }
  return patterns
}
