import { createHash } from 'node:crypto'
import type { PairFilter } from '../domain/pair-filter.ts'

/** A name as long as any other for a value of JSON, however large. */
export const nameOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('base64url')

const known = new WeakMap<PairFilter, string>()

/** The same for a filter. What all must hold is named one by one: of a long filter with something added, only that is read. */
export const filterName = (filter: PairFilter | null): string | null => {
  if (!filter) return null
  const name = known.get(filter) ?? nameOf({ ...filter, and: filter.and?.map(filterName) })
  known.set(filter, name)
  return name
}
