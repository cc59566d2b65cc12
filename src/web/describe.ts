import type { PairFilter } from './generated/documents.ts'
import { conditionsOf } from './slice.ts'
import { PREFERENCES, REGIMES } from './words.ts'

/** The smallest number above 0: `gte` of it says "positive". */
export const POSITIVE = 5e-324

type Range = { gte?: number | null; lte?: number | null }

const range = ({ gte, lte }: Range): string => {
  if (gte === POSITIVE && lte == null) return '> 0'
  if (gte != null && lte != null) return gte === lte ? `= ${gte}` : `from ${gte} to ${lte}`
  if (gte != null) return `≥ ${gte}`
  return lte != null ? `≤ ${lte}` : 'any'
}

const either = (words: unknown, titles: Record<string, string> = {}): string =>
  [words]
    .flat()
    .map((word) => titles[String(word)] ?? String(word))
    .join(' or ')

const stage = (name: unknown) => String(name).toLowerCase()

// What somebody typed may have any shape: the server says what is wrong with it, this only reads it out.
// biome-ignore lint/suspicious/noExplicitAny: see above
const READERS: Record<string, (value: any) => string> = {
  regime: (value) => either(value, REGIMES),
  preference: (value) => `labeler ${either(value, PREFERENCES)}`,
  topic: (value) => `topic: ${either(value)}`,
  discrimination: (value) => `discrimination: ${either(value)}`,
  subset: (value) => `subset: ${either(value)}`,
  text: (value) => `text contains “${value}”`,
  pairId: (value) => `pair ${either(value)}`,
  rowId: (value) => `row ${range(value)}`,
  rewritten: (value) => (value ? 'rewritten' : 'not rewritten'),
  rewardShift: (value) => `reward shift ${range(value)}°`,
  margin: (value) => `${stage(value.stage)} margin ${range(value)}`,
  reward: (value) => `${stage(value.stage)} reward of ${stage(value.side)} ${range(value)}`,
  feature: ({ name, scope = 'EITHER', values = [1] }) =>
    `${name} = ${either(values)} (${scope === 'BOTH' || scope === 'EITHER' ? `${stage(scope)} entry` : stage(scope)})`,
  not: (value) => `not (${describe(value)})`,
  or: (value: PairFilter[]) => value.map((one) => `(${describe(one)})`).join(' or '),
}

/** A filter in words; what can't be read stands there as JSON. */
export const describe = (filter: PairFilter): string =>
  conditionsOf(filter)
    .map((condition) => {
      const [[key, value]] = Object.entries(condition)
      try {
        if (Object.hasOwn(READERS, key)) return READERS[key]!(value)
      } catch {
        // Read out as it is.
      }
      return JSON.stringify(condition)
    })
    .join(' and ')
