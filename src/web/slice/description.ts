import { PREFERENCES, REGIMES } from '../format/titles.ts'
import type { PairFilter } from '../generated/documents.ts'
import { conditionsOf, POSITIVE } from './conditions.ts'

type Range = { gte?: number | null; lte?: number | null }

const range = ({ gte, lte }: Range): string => {
  if (gte === POSITIVE && lte == null) return '> 0'
  if (gte != null && lte != null) return gte === lte ? `= ${gte}` : `from ${gte} to ${lte}`
  if (gte != null) return `≥ ${gte}`
  return lte != null ? `≤ ${lte}` : 'any'
}

const alternatives = (values: unknown, titles: Record<string, string> = {}): string =>
  [values]
    .flat()
    .map((value) => titles[String(value)] ?? String(value))
    .join(' or ')

const lowercase = (name: unknown) => String(name).toLowerCase()

// A typed filter may have any shape: the server says what is wrong with it.
// biome-ignore lint/suspicious/noExplicitAny: see above
const DESCRIBERS: Record<string, (value: any) => string> = {
  regime: (value) => alternatives(value, REGIMES),
  preference: (value) => `labeler ${alternatives(value, PREFERENCES)}`,
  topic: (value) => `topic: ${alternatives(value)}`,
  discrimination: (value) => `discrimination: ${alternatives(value)}`,
  subset: (value) => `subset: ${alternatives(value)}`,
  text: (value) => `text contains “${value}”`,
  pairId: (value) => `pair ${alternatives(value)}`,
  rowId: (value) => `row ${range(value)}`,
  rewritten: (value) => (value ? 'rewritten' : 'not rewritten'),
  rewardShift: (value) => `reward shift ${range(value)}°`,
  margin: (value) => `${lowercase(value.stage)} margin ${range(value)}`,
  reward: (value) => `${lowercase(value.stage)} reward of ${lowercase(value.side)} ${range(value)}`,
  feature: ({ name, scope = 'EITHER', values = [1] }) =>
    `${name} = ${alternatives(values)} (${scope === 'BOTH' || scope === 'EITHER' ? `${lowercase(scope)} entry` : lowercase(scope)})`,
  not: (value) => `not (${describeFilter(value)})`,
  or: (value: PairFilter[]) => value.map((one) => `(${describeFilter(one)})`).join(' or '),
}

/** A filter in words; a condition of unknown shape as JSON. */
export const describeFilter = (filter: PairFilter): string =>
  conditionsOf(filter)
    .map((condition) => {
      const [[key, value]] = Object.entries(condition)
      try {
        if (Object.hasOwn(DESCRIBERS, key)) return DESCRIBERS[key]!(value)
      } catch {
        // As JSON.
      }
      return JSON.stringify(condition)
    })
    .join(' and ')
