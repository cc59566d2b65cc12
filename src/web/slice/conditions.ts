import type { PairFilter } from '../generated/documents.ts'

/** A filter with a single key; a slice is the conjunction of a list of them. */
export type Condition = PairFilter

/** The smallest number above 0: `gte` of it means "positive". */
export const POSITIVE = 5e-324

/** What a condition is about: two of the same kind replace each other. */
const kindOf = (condition: Condition): string => {
  const [[key, value] = ['', null]] = Object.entries(condition)
  const { name, feature, scope, stage, side } = (value ?? {}) as Record<string, string>
  if (key === 'feature' || key === 'attribute') return `${key} ${name} ${scope ?? 'EITHER'}`
  if (key === 'measure') return `measure ${feature} ${scope ?? 'DIFFERENCE'}`
  if (key === 'reward') return `reward ${stage} ${side}`
  if (key === 'margin') return `margin ${stage}`
  return ['and', 'or', 'not'].includes(key) ? JSON.stringify(condition) : key
}

const isEqual = (a: Condition, b: Condition): boolean => JSON.stringify(a) === JSON.stringify(b)

export const conditionsOf = (where: PairFilter | null): Condition[] =>
  Object.entries(where ?? {}).flatMap(([key, value]) =>
    key === 'and' && Array.isArray(value)
      ? (value as PairFilter[]).flatMap(conditionsOf)
      : [{ [key]: value }],
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
export const hasConditions = (where: PairFilter | null, conditions: Condition[]): boolean => {
  const present = conditionsOf(where)
  return conditions.every((one) => present.some((other) => isEqual(one, other)))
}

export const removeConditions = (where: PairFilter | null, conditions: Condition[]): PairFilter | null =>
  filterOf(conditionsOf(where).filter((one) => !conditions.some((other) => isEqual(one, other))))

/** Sets conditions: they replace those of the same kind. */
export const setConditions = (where: PairFilter | null, conditions: Condition[]): PairFilter | null => {
  const kinds = conditions.map(kindOf)
  return filterOf([...conditionsOf(where).filter((one) => !kinds.includes(kindOf(one))), ...conditions])
}

/** What a click on a bar does: sets its conditions, or removes them when the slice has them. */
export const toggleConditions = (where: PairFilter | null, conditions: Condition[]): PairFilter | null =>
  (hasConditions(where, conditions) ? removeConditions : setConditions)(where, conditions)

/** The pairs of the slice that meet these conditions, too: none of the slice's own is replaced. */
export const addConditions = (where: PairFilter | null, conditions: Condition[]): PairFilter | null =>
  filterOf([...conditionsOf(where), ...conditions.filter((one) => !hasConditions(where, [one]))])

const OF_REWARDS = /"(regime|rewardShift|marginChange|margin|reward)":/

/** Whether a slice is by rewards: of which models depends on whose audit it is a slice of. */
export const isByRewards = (where: PairFilter | null): boolean => OF_REWARDS.test(JSON.stringify(where))
