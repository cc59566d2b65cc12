import { InvalidInput, LimitExceeded, NotFound } from '../domain/errors.ts'
import { inSlice } from '../domain/in-slice.ts'
import type { NamedSlice } from '../frame/frame.ts'
import { allGivenIn, type PairFilter, slicesIn } from './pair-filter.ts'

/** How much may stand behind the names of slices in one filter: a short one can name the same long one many times. */
const MOST = { conditions: 1000, bytes: 100_000 }

/** Of a pair's ids a message lists some. */
const SHOWN = 5

const innerOf = ({ and, or, not }: PairFilter): PairFilter[] => [
  ...(and ?? []),
  ...(or ?? []),
  ...(not ? [not] : []),
]

/** Whether a filter names a slice, and does not have what that stands for. */
const lacksDefinition = (filter: PairFilter): boolean =>
  (typeof filter.slice === 'string' && !filter.definition) || innerOf(filter).some(lacksDefinition)

const rowIdsOf = ({ name, rowIds }: NamedSlice, pairIds: readonly string[]): number[] =>
  pairIds.map((id) => {
    const rowId = rowIds.get(id)
    if (rowId !== undefined) return rowId
    const some = [...rowIds.keys()].slice(0, SHOWN)
    throw inSlice(name, new NotFound('pair id', id, rowIds.size > SHOWN ? [...some, '…'] : some))
  })

/** @throws NotFound listing those that there are */
export const findSlice = (slices: readonly NamedSlice[], name: string): NamedSlice => {
  const found = slices.find((one) => one.name === name)
  if (found) return found
  throw new NotFound('named slice', name, slices.map((one) => one.name).sort())
}

/**
 * A filter that has what its named slices stand for; the same one where it has that already.
 *
 * @throws NotFound for a slice that there is not, InvalidInput for one that is a part of itself, LimitExceeded
 */
export const withDefinitions = (filter: PairFilter, slices: readonly NamedSlice[]): PairFilter => {
  if (!lacksDefinition(filter)) return filter
  const left = { ...MOST }
  const spend = (where: PairFilter) => {
    left.conditions -= Math.max(1, allGivenIn(where).length)
    left.bytes -= JSON.stringify(where).length
    if (left.conditions >= 0 && left.bytes >= 0) return
    throw new LimitExceeded(
      `what the filter's named slices stand for has more than ${MOST.conditions} conditions, or ${MOST.bytes} bytes as JSON, which is the most that there may be`,
    )
  }

  const definitionOf = (name: string, path: readonly string[]): PairFilter => {
    if (path.includes(name))
      throw new InvalidInput(
        `slice "${name}" is a part of itself: ${[...path.slice(path.indexOf(name)), name].join(' → ')}`,
      )
    const slice = findSlice(slices, name)
    const where = slice.where as PairFilter
    spend(where)
    return defined(where, [...path, name], slice)
  }

  const defined = (one: PairFilter, path: readonly string[], of?: NamedSlice): PairFilter => {
    const each = (filters: readonly PairFilter[]) => filters.map((inner) => defined(inner, path, of))
    const { and, or, not, slice, definition, pairId } = one
    return {
      ...one,
      ...(and ? { and: each(and) } : {}),
      ...(or ? { or: each(or) } : {}),
      ...(not ? { not: defined(not, path, of) } : {}),
      ...(of && pairId ? { rowIds: rowIdsOf(of, pairId) } : {}),
      ...(typeof slice === 'string' ? { definition: definition ?? definitionOf(slice, path) } : {}),
    }
  }
  return defined(filter, [])
}

/** That every one of some slices can be had. @throws what `withDefinitions` does, saying which slice can't */
export const assertSlices = (slices: readonly NamedSlice[]): void => {
  for (const { name } of slices) {
    try {
      withDefinitions({ slice: name }, slices)
    } catch (error) {
      throw error instanceof LimitExceeded ? inSlice(name, error) : error
    }
  }
}

/** The slices whose definitions name one. */
export const slicesWith = (name: string, slices: readonly NamedSlice[]): string[] =>
  slices.flatMap((slice) => (slicesIn(slice.where as PairFilter).includes(name) ? [slice.name] : []))
