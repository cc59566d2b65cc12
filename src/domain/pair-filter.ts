import type { Preference } from './preference.ts'
import type { Regime } from './regime.ts'
import type { Side } from './side.ts'
import type { Stage } from './stage.ts'

export const FEATURE_SCOPES = ['CHOSEN', 'REJECTED', 'EITHER', 'BOTH'] as const
export type FeatureScope = (typeof FEATURE_SCOPES)[number]

/** Both ends belong to the range; an end left out is open. */
export type Range = { gte?: number | null; lte?: number | null }

/** A slice of a dataset. All given conditions must hold. */
export type PairFilter = {
  and?: readonly PairFilter[] | null
  or?: readonly PairFilter[] | null
  not?: PairFilter | null
  rowId?: Range | null
  pairId?: readonly string[] | null
  /** Which rows those are: nobody asks for them as such. */
  rowIds?: readonly number[] | null
  subset?: readonly string[] | null
  regime?: readonly Regime[] | null
  preference?: readonly Preference[] | null
  topic?: readonly string[] | null
  discrimination?: readonly string[] | null
  feature?: { name: string; scope: FeatureScope; values: readonly number[] } | null
  reward?: ({ stage: Stage; side: Side } & Range) | null
  margin?: ({ stage: Stage } & Range) | null
  rewardShift?: Range | null
  text?: string | null
  rewritten?: boolean | null
}

const nestedIn = ({ and, or, not }: PairFilter): readonly PairFilter[] => [
  ...(and ?? []),
  ...(or ?? []),
  ...(not ? [not] : []),
]

/** The substrings whose matches a filter needs. */
export const textsIn = (filter: PairFilter | null | undefined): string[] => {
  if (!filter) return []
  const own = typeof filter.text === 'string' ? [filter.text] : []
  return [...new Set([...own, ...nestedIn(filter).flatMap(textsIn)])]
}

/** How many filters a filter is made of, itself among them. */
export const conditionsIn = (filter: PairFilter | null | undefined): number =>
  filter ? nestedIn(filter).reduce((sum, inner) => sum + conditionsIn(inner), 1) : 0
