import type { Feature, Words } from './features.ts'
import { type Groups, groupRows } from './group-rows.ts'

/** Values of a feature, as codes or as any numbers. */
export type Values = ReturnType<Feature['valuesIn']>

/** Distinct things that columns of labels say of pairs: the patterns. */
export type Combinations = {
  count: number
  /** What a column of labels (its index) says in each pattern; 0 where it is unknown. */
  values(feature: number, column: number): Values
  /** Labels that are alike, in whichever column: `entryOf[column]` is by pattern. */
  entries: { count: number; entryOf: readonly Int32Array[]; values(feature: number): Values }
  /**
   * Patterns grouped by what two columns that are side by side (0 and 1, 2 and 3 …) differ in: the first's value minus the
   * second's of the couple.
   */
  differences: { count: number; differenceOf: Int32Array; values(feature: number, couple?: number): Values }
}

const EVERY_BIT = 0xffffffff
const grouped = (columns: Words): Groups =>
  groupRows(
    columns.map((column) => ({ column, mask: EVERY_BIT })),
    Int32Array.from(columns[0].keys()),
  )

const groupEntries = (labels: readonly Words[], features: readonly Feature[]): Combinations['entries'] => {
  const patterns = labels[0][0].length
  const stacked = labels[0].map((_, word) => {
    const column = new Uint32Array(labels.length * patterns)
    labels.forEach((words, index) => {
      column.set(words[word], index * patterns)
    })
    return column
  })
  const { groupOf, words, count } = grouped(stacked)
  return {
    count,
    entryOf: labels.map((_, index) => groupOf.subarray(index * patterns, (index + 1) * patterns)),
    values: (feature) => features[feature].valuesIn(words),
  }
}

const groupDifferences = (
  labels: readonly Words[],
  features: readonly Feature[],
): Combinations['differences'] => {
  // What only one of two has, and only the other: equal for equal differences of boolean features.
  const only = (mine: Words, other: Words) =>
    mine.map((column, word) => column.map((bits, pattern) => bits & ~other[word][pattern]))
  const apart = labels.map((words, index) => only(words, labels[index ^ 1]))
  const { groupOf, words, count } = grouped(apart.flat())
  const width = labels[0].length
  const distinct = labels.map((_, index) => words.slice(index * width, (index + 1) * width))
  return {
    count,
    differenceOf: groupOf,
    values: (feature, couple = 0) => {
      const [first, second] = [0, 1].map((index) => features[feature].valuesIn(distinct[2 * couple + index]))
      return differencesOf(first, second)
    },
  }
}

/** Patterns of which each column of labels has these words; `features` are all of the taxonomy. */
export const combinationsOf = (labels: readonly Words[], features: readonly Feature[]): Combinations => {
  let entries: Combinations['entries'] | undefined
  let differences: Combinations['differences'] | undefined
  return {
    count: labels[0][0].length,
    values: (feature, column) => features[feature].valuesIn(labels[column]),
    get entries() {
      entries ??= groupEntries(labels, features)
      return entries
    },
    get differences() {
      differences ??= groupDifferences(labels, features)
      return differences
    },
  }
}

const joined = (parts: readonly Values[]): Values => {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const all = parts.every((part) => part instanceof Int8Array)
    ? new Int8Array(length)
    : new Float64Array(length)
  let start = 0
  for (const part of parts) {
    all.set(part, start)
    start += part.length
  }
  return all
}

const differencesOf = (first: Values, second: Values): Values => {
  const differences = first.slice()
  for (let at = 0; at < differences.length; at++) differences[at] -= second[at]
  return differences
}

/** So many numbers from one on. */
export const ascending = (count: number, first = 0): Int32Array => {
  const numbers = new Int32Array(count)
  for (let at = 0; at < count; at++) numbers[at] = first + at
  return numbers
}

/**
 * So many pairs of which each is a pattern by itself, and each of its entries and its differences, too: features can have any
 * values. `valuesOf`: what a column of labels says of a feature, by pair.
 */
export const pairwiseCombinations = (
  count: number,
  columns: number,
  valuesOf: (feature: number, column: number) => Values,
): Combinations => {
  const known = new Map<string, Values>()
  const values = (feature: number, column: number): Values => {
    const key = `${feature} ${column}`
    const found = known.get(key) ?? valuesOf(feature, column)
    known.set(key, found)
    return found
  }
  const each = Array.from({ length: columns }, (_, column) => column)
  return {
    count,
    values,
    entries: {
      count: columns * count,
      get entryOf() {
        return each.map((column) => ascending(count, column * count))
      },
      values: (feature: number) => joined(each.map((column) => values(feature, column))),
    },
    differences: {
      count,
      get differenceOf() {
        return ascending(count)
      },
      values: (feature: number, couple = 0) =>
        differencesOf(values(feature, 2 * couple), values(feature, 2 * couple + 1)),
    },
  }
}
