import { type Interruption, stopIfAborted } from '../domain/interruption.ts'
import type { PairFilter, Range } from '../domain/pair-filter.ts'
import { findFeature } from '../domain/taxonomy.ts'
import { featureValue } from './feature-values.ts'
import { type ListColumn, positionOf } from './frame.ts'
import { assertKnown } from './known-names.ts'
import { marginOf } from './margin.ts'
import { preferenceIndex, regimeIndex, type View } from './view.ts'

/** Row ids of the pairs whose texts have a substring: texts are not in the frame. */
export type TextMatches = ReadonlyMap<string, Int32Array>

type Condition = (row: number) => boolean

const inRange = ({ gte, lte }: Range) => {
  const low = gte ?? -Infinity
  const high = lte ?? Infinity
  // False for NaN, which is what a missing reward is.
  return (value: number) => value >= low && value <= high
}

const inList = (lists: readonly ListColumn[], codes: ReadonlySet<number>): Condition => {
  const has = ({ offsets, codes: all }: ListColumn, row: number) => {
    for (let at = offsets[row]; at < offsets[row + 1]; at++) if (codes.has(all[at])) return true
    return false
  }
  return (row) => lists.some((list) => has(list, row))
}

const codesOf = (names: readonly string[], known: readonly string[]) =>
  new Set(names.map((name) => known.indexOf(name)))

const featureCondition = (view: View, filter: NonNullable<PairFilter['feature']>): Condition => {
  const field = view.fields[findFeature(view.frame.taxonomy, filter.name)]
  const { labels } = view
  if (!labels) return () => false
  const values = new Set(filter.values)
  const holds = (side: 'CHOSEN' | 'REJECTED'): Condition => {
    return (row) => {
      const value = featureValue(labels[side], field, row)
      return value !== null && values.has(value)
    }
  }
  const [chosen, rejected] = [holds('CHOSEN'), holds('REJECTED')]
  switch (filter.scope) {
    case 'CHOSEN':
      return chosen
    case 'REJECTED':
      return rejected
    case 'EITHER':
      return (row) => chosen(row) || rejected(row)
    case 'BOTH':
      return (row) => chosen(row) && rejected(row)
  }
}

const rowIdCondition = (view: View, rowIds: Iterable<number>): Condition => {
  const rows = new Uint8Array(view.frame.rowIds.length)
  for (const rowId of rowIds) {
    const position = positionOf(view.frame.rowIds, rowId)
    if (position >= 0) rows[position] = 1
  }
  return (row) => rows[row] === 1
}

const conditionsOf = (view: View, filter: PairFilter, texts: TextMatches): Condition[] => {
  const { frame, labels } = view
  const conditions: Condition[] = []
  const nested = (filters: readonly PairFilter[]) => filters.map((inner) => conditionOf(view, inner, texts))
  if (filter.and) conditions.push(...nested(filter.and))
  if (filter.or) {
    const some = nested(filter.or)
    conditions.push((row) => some.some((holds) => holds(row)))
  }
  if (filter.not) {
    const [holds] = nested([filter.not])
    conditions.push((row) => !holds(row))
  }
  if (filter.rowId) {
    const within = inRange(filter.rowId)
    conditions.push((row) => within(frame.rowIds[row]))
  }
  if (filter.rowIds) conditions.push(rowIdCondition(view, filter.rowIds))
  if (filter.subset) {
    const codes = codesOf(filter.subset, frame.subsets)
    conditions.push((row) => codes.has(frame.subset[row]))
  }
  if (filter.regime) {
    const wanted = new Set(filter.regime.map(regimeIndex))
    const { regime } = view
    conditions.push((row) => wanted.has(regime[row]))
  }
  if (filter.preference) {
    const wanted = new Set(filter.preference.map(preferenceIndex))
    const { preference } = view
    conditions.push((row) => wanted.has(preference[row]))
  }
  if (filter.topic) {
    const lists = labels ? [labels.CHOSEN.topics, labels.REJECTED.topics] : []
    conditions.push(inList(lists, codesOf(filter.topic, frame.topics)))
  }
  if (filter.discrimination) {
    const lists = labels ? [labels.CHOSEN.discriminations, labels.REJECTED.discriminations] : []
    conditions.push(inList(lists, codesOf(filter.discrimination, frame.discriminations)))
  }
  if (filter.feature) conditions.push(featureCondition(view, filter.feature))
  if (filter.reward) {
    const column = view.rewards(filter.reward.stage)?.[filter.reward.side]
    const within = inRange(filter.reward)
    conditions.push((row) => column !== undefined && within(column[row]))
  }
  if (filter.margin) {
    const rewards = view.rewards(filter.margin.stage)
    const within = inRange(filter.margin)
    conditions.push((row) => rewards !== null && within(marginOf(rewards.CHOSEN[row], rewards.REJECTED[row])))
  }
  if (filter.rewardShift) {
    const within = inRange(filter.rewardShift)
    const { shift } = view
    conditions.push((row) => within(shift[row]))
  }
  if (typeof filter.text === 'string') {
    conditions.push(rowIdCondition(view, texts.get(filter.text) ?? new Int32Array()))
  }
  if (typeof filter.rewritten === 'boolean') {
    const rewritten = new Uint8Array(frame.rowIds.length)
    for (const { positions } of frame.rewritten) for (const position of positions) rewritten[position] = 1
    const wanted = filter.rewritten ? 1 : 0
    conditions.push((row) => rewritten[row] === wanted)
  }
  return conditions
}

/** All conditions hold; a condition on something that is missing does not. */
const conditionOf = (view: View, filter: PairFilter, texts: TextMatches): Condition => {
  const conditions = conditionsOf(view, filter, texts)
  if (conditions.length === 1) return conditions[0]
  return (row) => conditions.every((holds) => holds(row))
}

/** How often a selection looks whether anybody still waits for it: each so many rows. */
const ROWS = 1024

/**
 * The positions of the pairs that match a filter, ascending.
 *
 * @throws NotFound for names that the dataset does not have, InvalidInput for values that a feature can't have; Cancelled.
 */
export const select = (
  view: View,
  filter: PairFilter | null,
  texts: TextMatches,
  signal?: Interruption,
): Int32Array => {
  if (filter) assertKnown(filter, view.frame)
  const rows = new Int32Array(view.frame.rowIds.length)
  const holds = filter ? conditionOf(view, filter, texts) : () => true
  let count = 0
  for (let row = 0; row < rows.length; row++) {
    if (row % ROWS === 0) stopIfAborted(signal)
    if (holds(row)) rows[count++] = row
  }
  // Not a part of what is as long as the frame: slices are kept.
  return count === rows.length ? rows : rows.slice(0, count)
}
