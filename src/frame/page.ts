import type { PairOrder } from '../domain/pair-order.ts'
import { marginOf } from './margin.ts'
import type { Slice } from './slice.ts'
import type { View } from './view.ts'

/** Where a pair stands in an order: its value (null: it has none, and comes last) and its row id. */
export type Place = { value: number | null; rowId: number }

export type PageRequest = {
  order: PairOrder
  /** How many at most. */
  limit: number
  /** The first ones behind `after`, or the last ones before `before`. */
  backwards: boolean
  after: Place | null
  before: Place | null
}

export type Page = { places: Place[]; hasNextPage: boolean; hasPreviousPage: boolean }

const valuesOf = ({ frame, rewards, shift }: View, { by }: PairOrder): ((row: number) => number) => {
  if (by === 'ROW_ID') return (row) => frame.rowIds[row]
  if (by === 'REWARD_SHIFT') return (row) => shift[row]
  const columns = rewards(by === 'PRE_MARGIN' ? 'PRE' : 'POST')
  return (row) => (columns ? marginOf(columns.CHOSEN[row], columns.REJECTED[row]) : Number.NaN)
}

/** Ascending or descending by value, then ascending by row id; what has no value comes last either way. */
const comparison = ({ direction }: PairOrder) => {
  const sign = direction === 'ASC' ? 1 : -1
  return (a: Place, b: Place): number => {
    if (a.value === null || b.value === null) {
      if (a.value !== b.value) return a.value === null ? 1 : -1
    } else if (a.value !== b.value) {
      return sign * (a.value - b.value)
    }
    return a.rowId - b.rowId
  }
}

/** The `limit` smallest in ascending order, and how many there were: no need to sort the rest. */
const smallest = (places: Iterable<Place>, limit: number, compare: (a: Place, b: Place) => number) => {
  const kept: Place[] = []
  let count = 0
  for (const place of places) {
    count++
    if (kept.length === limit && (limit === 0 || compare(place, kept[limit - 1]) > 0)) continue
    let low = 0
    let high = kept.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (compare(kept[middle], place) < 0) low = middle + 1
      else high = middle
    }
    kept.splice(low, 0, place)
    if (kept.length > limit) kept.pop()
  }
  return { kept, count }
}

/** One page of a slice under an order. */
export const page = (
  { view, rows }: Slice,
  { order, limit, backwards, after, before }: PageRequest,
): Page => {
  const compare = comparison(order)
  const valueAt = valuesOf(view, order)
  let behind = 0
  let ahead = 0
  function* between() {
    for (const row of rows) {
      const value = valueAt(row)
      const place: Place = { value: Number.isNaN(value) ? null : value, rowId: view.frame.rowIds[row] }
      if (after && compare(place, after) <= 0) behind++
      else if (before && compare(place, before) >= 0) ahead++
      else yield place
    }
  }
  const wanted: typeof compare = backwards ? (a, b) => compare(b, a) : compare
  const { kept, count } = smallest(between(), limit, wanted)
  const more = count > kept.length
  return {
    places: backwards ? kept.reverse() : kept,
    hasNextPage: ahead > 0 || (more && !backwards),
    hasPreviousPage: behind > 0 || (more && backwards),
  }
}
