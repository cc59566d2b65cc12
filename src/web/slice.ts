import type { PairFilter } from './generated/documents.ts'

/** A filter with one thing to say; a slice is a list of them, all of which must hold. */
export type Condition = PairFilter

/** What a condition is about: two of the same kind replace each other. */
const kindOf = (condition: Condition): string => {
  const [[key, value] = ['', null]] = Object.entries(condition)
  const { name, scope, stage, side } = (value ?? {}) as Record<string, string>
  if (key === 'feature') return `feature ${name} ${scope ?? 'EITHER'}`
  if (key === 'reward') return `reward ${stage} ${side}`
  if (key === 'margin') return `margin ${stage}`
  return ['and', 'or', 'not'].includes(key) ? JSON.stringify(condition) : key
}

const same = (a: Condition, b: Condition): boolean => JSON.stringify(a) === JSON.stringify(b)

export const conditionsOf = (where: PairFilter | null): Condition[] =>
  Object.entries(where ?? {}).flatMap(([key, value]) =>
    key === 'and' && Array.isArray(value) ? value.flatMap(conditionsOf) : [{ [key]: value }],
  )

export const filterOf = (conditions: Condition[]): PairFilter | null => {
  const merged: PairFilter = {}
  const rest: Condition[] = []
  for (const condition of conditions) {
    const keys = Object.keys(condition)
    if (keys.some((key) => key in merged)) rest.push(condition)
    else Object.assign(merged, condition)
  }
  if (rest.length > 0) return { ...merged, and: rest }
  return Object.keys(merged).length === 0 ? null : merged
}

/** Whether a slice has all of these conditions. */
export const holds = (where: PairFilter | null, conditions: Condition[]): boolean => {
  const there = conditionsOf(where)
  return conditions.every((one) => there.some((other) => same(one, other)))
}

/** The slice without these conditions. */
export const without = (where: PairFilter | null, conditions: Condition[]): PairFilter | null =>
  filterOf(conditionsOf(where).filter((one) => !conditions.some((other) => same(one, other))))

/** The slice with these conditions, instead of those about the same. */
export const within = (where: PairFilter | null, conditions: Condition[]): PairFilter | null => {
  const kinds = conditions.map(kindOf)
  return filterOf([...conditionsOf(where).filter((one) => !kinds.includes(kindOf(one))), ...conditions])
}

/** What a click on a bar does: its conditions are set, or taken back when they hold. */
export const toggled = (where: PairFilter | null, conditions: Condition[]): PairFilter | null =>
  holds(where, conditions) ? without(where, conditions) : within(where, conditions)

/** The pairs of the slice for which these conditions hold too, whatever the slice says about the same. */
export const narrowed = (where: PairFilter | null, conditions: Condition[]): PairFilter | null =>
  filterOf([...conditionsOf(where), ...conditions.filter((one) => !holds(where, [one]))])
