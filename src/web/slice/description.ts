import { clipped } from '../format/clipped.ts'
import { rounded } from '../format/numbers.ts'
import { PREFERENCES, REGIMES } from '../format/titles.ts'
import type { PairFilter } from '../generated/documents.ts'
import { conditionsOf, POSITIVE } from './conditions.ts'
import type { Scope } from './scopes.ts'

type Range = { gte?: number | null; lte?: number | null }

const range = ({ gte, lte }: Range): string => {
  if (gte === POSITIVE && lte == null) return '> 0'
  if (gte != null && lte != null)
    return gte === lte ? `= ${rounded(gte)}` : `from ${rounded(gte)} to ${rounded(lte)}`
  if (gte != null) return `≥ ${rounded(gte)}`
  return lte != null ? `≤ ${rounded(lte)}` : 'any'
}

const alternatives = (values: unknown, titles: Record<string, string> = {}): string =>
  [values]
    .flat()
    .map((value) => (Object.hasOwn(titles, String(value)) ? titles[String(value)] : clipped(String(value))))
    .join(' or ')

const OF: Record<Scope, string> = {
  CHOSEN: 'chosen',
  REJECTED: 'rejected',
  EITHER: 'either response',
  BOTH: 'both responses',
  DIFFERENCE: 'chosen − rejected',
}

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
  marginChange: (value) => `change of margin ${range(value)}`,
  margin: (value) => `${lowercase(value.stage)} margin ${range(value)}`,
  reward: (value) => `${lowercase(value.stage)} reward of ${lowercase(value.side)} ${range(value)}`,
  feature: ({ name, scope = 'EITHER', values = [1] }) =>
    `${name} = ${alternatives(values)} (${OF[scope as Scope]})`,
  attribute: ({ name, scope = 'EITHER', in: values, isNull, ...ends }) =>
    `${name} ${isNull ? 'unknown' : values ? `= ${alternatives(values)}` : range(ends)}${scope === 'EITHER' ? '' : ` (${OF[scope as Scope]})`}`,
  measure: ({ feature, scope = 'DIFFERENCE', ...ends }) =>
    `${feature} ${range(ends)} (${OF[scope as Scope]})`,
  slice: (value) => `slice: ${clipped(value)}`,
  tie: (value) => (value ? 'ties' : 'no ties'),
  group: (value) => `prompt ${alternatives(value)}`,
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
