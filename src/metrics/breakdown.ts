import { InvalidInput } from '../domain/errors.ts'
import type { PairFilter } from '../domain/pair-filter.ts'
import { PREFERENCES } from '../domain/preference.ts'
import { REGIMES } from '../domain/regime.ts'
import type { Slice } from '../frame/slice.ts'
import { discriminations, topics } from './topics.ts'

export const DIMENSIONS = ['SUBSET', 'TOPIC', 'REGIME', 'PREFERENCE', 'DISCRIMINATION'] as const
export type Dimension = (typeof DIMENSIONS)[number]

/** A value of a dimension with the pairs that have it; a pair can have several topics, or none. */
export type Part = { key: string; pairs: number; where: PairFilter }

const countCodes = (rows: Int32Array, codes: ArrayLike<number>, names: readonly string[]) => {
  const counts = names.map(() => 0)
  for (const row of rows) if (codes[row] >= 0) counts[codes[row]]++
  return names.map((key, code) => ({ key, pairs: counts[code] }))
}

type Counted = { key: string; pairs: number }

const partsBy = (slice: Slice, by: Dimension): Counted[] => {
  const { view, rows } = slice
  switch (by) {
    case 'SUBSET':
      return countCodes(rows, view.frame.subset, view.frame.subsets)
    case 'REGIME':
      return countCodes(rows, view.regime, REGIMES)
    case 'PREFERENCE':
      return countCodes(rows, view.preference, PREFERENCES)
    case 'TOPIC':
      return topics(slice)
    case 'DISCRIMINATION':
      return discriminations(slice)
  }
}

const MAX_PARTS = 1000

/**
 * The largest `first` parts of a slice by a dimension, largest first.
 *
 * @throws InvalidInput when `first` isn't a whole number from 1 to 1000.
 */
export const breakdown = (slice: Slice, by: Dimension, first: number): Part[] => {
  assertFirst(first)
  return largestParts(partsBy(slice, by), by, first)
}

/** @throws InvalidInput when `first` isn't a whole number from 1 to 1000. */
export const assertFirst = (first: number): void => {
  if (!(Number.isInteger(first) && first >= 1 && first <= MAX_PARTS)) {
    throw new InvalidInput(`invalid first: ${first}; a whole number from 1 to ${MAX_PARTS}`)
  }
}

/** The largest `first` of what was counted by a dimension, largest first. */
export const largestParts = (counted: readonly Counted[], by: Dimension, first: number): Part[] =>
  counted
    .filter(({ pairs }) => pairs > 0)
    .sort((a, b) => b.pairs - a.pairs || (a.key < b.key ? -1 : 1))
    .slice(0, first)
    .map(({ key, pairs }) => ({ key, pairs, where: { [by.toLowerCase()]: [key] } }))
