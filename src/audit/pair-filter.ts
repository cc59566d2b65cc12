import type { FilterCondition } from './conditions/filter-condition.ts'
import { CONDITIONS } from './conditions/list.ts'

type Name = keyof typeof CONDITIONS
type ValueOf<C> = C extends FilterCondition<infer Value> ? Value : never

/** A slice of a dataset. All given conditions must hold. */
export type PairFilter = { [N in Name]?: ValueOf<(typeof CONDITIONS)[N]> | null } & {
  and?: readonly PairFilter[] | null
  or?: readonly PairFilter[] | null
  not?: PairFilter | null
  /** What `slice` stands for; no client gives it. */
  definition?: PairFilter | null
}

/** A condition with what it was given. */
export type Given = { name: Name; value: unknown; condition: FilterCondition<unknown> }

/** The conditions of a filter itself, in the order of the list; what is null is none. */
export const givenIn = (filter: PairFilter): Given[] =>
  Object.entries<FilterCondition<unknown>>(CONDITIONS).flatMap(([key, condition]) => {
    const name = key as Name
    const value = filter[name] ?? null
    return value === null ? [] : [{ name, value, condition }]
  })

/** The same with those of the filters in it, each in the order in which it was written. */
export const allGivenIn = (filter: PairFilter, found: Given[] = []): Given[] => {
  const names = Object.keys(filter)
  found.push(...givenIn(filter).sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name)))
  const { and, or, not, definition } = filter
  const single = [not, definition].filter((one) => one != null)
  for (const inner of [...(and ?? []), ...(or ?? []), ...single]) allGivenIn(inner, found)
  return found
}

/** The named slices that a filter names. */
export const slicesIn = (filter: PairFilter | null | undefined): string[] => {
  const given = filter ? allGivenIn(filter) : []
  return given.flatMap(({ name, value }) => (name === 'slice' ? [value as string] : []))
}

/** The substrings whose matches a filter needs. */
export const textsIn = (filter: PairFilter | null | undefined): string[] => {
  const given = filter ? allGivenIn(filter) : []
  const texts = given.flatMap(({ value, condition }) => condition.searches?.(value) ?? [])
  return [...new Set(texts)]
}
