import { InvalidInput, NotFound } from '../domain/errors.ts'
import type { FeatureScope } from '../domain/feature-scope.ts'
import { SIDES, type Side } from '../domain/side.ts'
import { findFeature } from '../domain/taxonomy.ts'
import { findAttribute } from '../pairs/attribute.ts'
import type { Cut, JointCount, Pairs, ValueCount } from '../pairs/pairs.ts'
import type { Condition, Index, NumberTerm } from '../pairs/terms.ts'
import { breakdown, type Counted, type Dimension, type First, largest, type Part } from './breakdown.ts'
import type { Metric } from './metric.ts'
import type { Subjects } from './reward-shift.ts'

/** What pairs are cut by: one of dimension, attribute, feature and measure. */
export type SliceBy = {
  dimension?: Dimension | null
  attribute?: string | null
  feature?: string | null
  measure?: string | null
  /** On which entries, of what entries have. */
  scope: FeatureScope
  /** Numbers are cut into so many bins of equal counts. */
  bins: number
}

const MAX_BINS = 100

const WAYS = ['dimension', 'attribute', 'feature', 'measure'] as const

const wayOf = (by: SliceBy): (typeof WAYS)[number] => {
  const given = WAYS.filter((way) => typeof by[way] === 'string')
  if (given.length === 1) return given[0]
  throw new InvalidInput(`by: give one of ${WAYS.join(', ')}; there are ${given.length}`)
}

/** How many pairs have a value on the entries that are meant. */
const countOn = (scope: FeatureScope, { chosen, rejected, both }: Omit<ValueCount, 'key'>): number => {
  if (scope === 'BOTH') return both
  if (scope === 'EITHER') return chosen + rejected - both
  return scope === 'CHOSEN' ? chosen : rejected
}

const sideOf = ({ scope }: SliceBy, what: string): Side => {
  const side = SIDES.find((one) => one === scope)
  if (side) return side
  throw new InvalidInput(`by.scope: ${what} is a number of each entry: CHOSEN or REJECTED`)
}

const rangeText = ({ from, to }: Cut): string => (from === to ? `${from}` : `${from} to ${to}`)

/** A number in bins of equal counts, ascending. */
const cut = async (
  pairs: Pairs,
  term: NumberTerm,
  { bins }: SliceBy,
  whereOf: (range: { gte: number; lte: number }) => Part['where'],
): Promise<Part[]> => {
  if (!(Number.isInteger(bins) && bins >= 1 && bins <= MAX_BINS))
    throw new InvalidInput(`by.bins: ${bins}; a whole number from 1 to ${MAX_BINS}`)
  const cuts = await pairs.cuts(term, bins)
  return cuts.map((one) => ({
    key: rangeText(one),
    pairs: one.pairs,
    where: whereOf({ gte: one.from, lte: one.to }),
  }))
}

const byAttribute = async (pairs: Pairs, name: string, by: SliceBy, first: First): Promise<Part[]> => {
  const { kind, scope: of } = findAttribute(pairs.outline.attributes, name)
  const scope = of === 'PAIR' ? 'EITHER' : by.scope
  if (kind === 'NUMBER') {
    const side = of === 'PAIR' ? 'CHOSEN' : sideOf(by, `attribute "${name}"`)
    return cut(pairs, { number: 'ATTRIBUTE', attribute: name, side }, by, (range) => ({
      attribute: { name, scope, ...range },
    }))
  }
  const values = await pairs.attributeValues(name)
  const counted = values.map((value): Counted => ({ key: value.key, pairs: countOn(scope, value) }))
  return largest(counted, first, (key) => ({ attribute: { name, scope, in: [key] } }))
}

const byMeasure = (pairs: Pairs, name: string, measure: Index, by: SliceBy): Promise<Part[]> => {
  const side = sideOf(by, `measure "${name}"`)
  const term: NumberTerm = { number: 'MEASURE', measure, of: side, version: 'ORIGINAL' }
  return cut(pairs, term, by, (range) => ({ measure: { feature: name, scope: side, ...range } }))
}

const countAlike = (counts: readonly JointCount[], value: number): number =>
  counts.reduce((sum, { a, b, count }) => sum + (a === value && b === value ? count : 0), 0)

const byFeature = async (
  pairs: Pairs,
  name: string,
  labeler: Index,
  by: SliceBy,
  first: First,
): Promise<Part[]> => {
  const { taxonomy } = pairs.outline
  const feature = findFeature(taxonomy, name)
  const { scope } = by
  const [c, r] = SIDES.map((side) => ({ labeler, side, version: 'ORIGINAL' }) as const)
  const [chosen, rejected, both] = await Promise.all(
    [[[c, c]], [[r, r]], [[c, r]]].map(async (labels) => (await pairs.joint(labels as never))[feature]),
  )
  const values = [-1, 0, 1].map((value): Counted => {
    const on = {
      chosen: countAlike(chosen, value),
      rejected: countAlike(rejected, value),
      both: countAlike(both, value),
    }
    return { key: `${value}`, pairs: countOn(scope, on) }
  })
  return largest(values, first, (key) => ({
    feature: { name: taxonomy.features[feature].name, scope, values: [Number(key)] },
  }))
}

/**
 * The parts of a slice by anything: values, largest first; of numbers, bins of equal counts, ascending.
 *
 * @throws InvalidInput, NotFound for what it can't be cut by
 */
export const slices: Metric<
  Subjects & { by: SliceBy; first: First; parts: readonly Condition[] },
  Part[]
> = async (asked, { by, first, parts, ...subjects }) => {
  const { pairs } = asked
  const way = wayOf(by)
  const name = by[way] as string
  if (way === 'dimension') return breakdown(asked, { ...subjects, by: name as Dimension, first, parts })
  if (way === 'attribute') return byAttribute(pairs, name, by, first)
  const measure = pairs.outline.measures.findIndex((one) => one.name === name)
  if (measure >= 0) return byMeasure(pairs, name, measure, by)
  if (way === 'measure')
    throw new NotFound(
      'measure',
      name,
      pairs.outline.measures.map((one) => one.name),
    )
  return byFeature(pairs, name, subjects.labeler, by, first)
}

/** How many parts a slice has that are not empty. @throws what `slices` does */
export const sliceCount: Metric<Subjects & { by: SliceBy; parts: readonly Condition[] }, number> = async (
  asked,
  args,
) => (await slices(asked, { ...args, first: null })).length
