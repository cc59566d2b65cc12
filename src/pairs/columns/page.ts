import type { Page, PageRequest, Place } from '../pairs.ts'
import type { Space } from './space.ts'

/** Ascending or descending by value, then ascending by row id; what has no value comes last either way. */
const comparison = (direction: PageRequest['direction']) => {
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

/** One page of some rows under an order. */
export const pageOf = (
  space: Space,
  rows: Int32Array,
  { by, direction, limit, backwards, after, before }: PageRequest,
): Page => {
  const compare = comparison(direction)
  const { rowIds } = space
  const values = by.number === 'ROW_ID' ? rowIds : space.numbers(by)
  let behind = 0
  let ahead = 0
  function* between() {
    for (const row of rows) {
      const value = values[row]
      const place: Place = { value: Number.isNaN(value) ? null : value, rowId: rowIds[row] }
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
