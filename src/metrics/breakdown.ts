import { InvalidInput } from '../domain/errors.ts'
import { PREFERENCES } from '../domain/preference.ts'
import { REGIMES } from '../domain/regime.ts'
import type { Pairs } from '../pairs/pairs.ts'
import { type Condition, preferenceOf, regimeOf } from '../pairs/terms.ts'
import { byCode } from './counts.ts'
import type { Metric } from './metric.ts'
import type { Subjects } from './reward-shift.ts'

export type Counted = { key: string; pairs: number }

const named = (names: readonly string[], counts: readonly number[]): Counted[] =>
  names.map((key, index) => ({ key, pairs: counts[index] }))

type Parts = (pairs: Pairs, asked: Subjects & { parts: readonly Condition[] }) => Promise<readonly Counted[]>

/** So many are asked for at once: a statement has room for so many columns. */
const AT_ONCE = 40

/** Pairs of each of some named slices. */
const bySlice: Parts = async (pairs, { parts }) => {
  const found: Counted[] = []
  for (let start = 0; start < parts.length; start += AT_ONCE) {
    const some = parts.slice(start, start + AT_ONCE)
    const { samples } = await pairs.byPrompt(some.map((where) => ({ term: { number: 'ROW_ID' }, where })))
    some.forEach((part, index) => {
      if ('slice' in part) found.push({ key: part.slice, pairs: samples[index].count })
    })
  }
  return found
}

/** What pairs can be broken down by. */
const PARTS = {
  SUBSET: (pairs) => pairs.subsets(),
  TOPIC: (pairs, { labeler }) => pairs.names('topics', labeler),
  REGIME: async (pairs, { before, after }) =>
    named(REGIMES, await byCode(pairs, regimeOf(before.index, after.index))),
  PREFERENCE: async (pairs, { labeler }) => named(PREFERENCES, await byCode(pairs, preferenceOf(labeler))),
  DISCRIMINATION: (pairs, { labeler }) => pairs.names('discriminations', labeler),
  SLICE: bySlice,
} satisfies Record<string, Parts>

export type Dimension = keyof typeof PARTS
export const DIMENSIONS = Object.keys(PARTS) as Dimension[]

/** A value of a dimension with the pairs that have it; a pair can have several topics, or none. */
export type Part = Counted & { where: Record<string, unknown> }

const MAX_PARTS = 1000

/** How many of the largest parts are meant; null: of all. */
export type First = number | null

/** The largest parts that are not empty, largest first. @throws InvalidInput when `first` isn't a whole number from 1 to 1000 */
export const largest = (
  counted: readonly Counted[],
  first: First,
  whereOf: (key: string) => Part['where'],
): Part[] => {
  if (first !== null && !(Number.isInteger(first) && first >= 1 && first <= MAX_PARTS))
    throw new InvalidInput(`invalid first: ${first}; a whole number from 1 to ${MAX_PARTS}`)
  return counted
    .filter(({ pairs }) => pairs > 0)
    .sort((a, b) => b.pairs - a.pairs || (a.key < b.key ? -1 : 1))
    .slice(0, first ?? undefined)
    .map(({ key, pairs }) => ({ key, pairs, where: whereOf(key) }))
}

/**
 * The largest `first` parts of a slice by a dimension, largest first; `parts`: named slices, where it is by these.
 *
 * @throws InvalidInput when `first` isn't a whole number from 1 to 1000.
 */
export const breakdown: Metric<
  Subjects & { by: Dimension; first: First; parts: readonly Condition[] },
  Part[]
> = async ({ pairs }, { by, first, ...asked }) =>
  largest(await PARTS[by](pairs, asked), first, (key) =>
    by === 'SLICE' ? { slice: key } : { [by.toLowerCase()]: [key] },
  )
