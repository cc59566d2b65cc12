import { PREFERENCES, type Preference } from '../../domain/preference.ts'
import { preferenceOf } from '../../pairs/terms.ts'
import type { FilterCondition } from './filter-condition.ts'
import { codesOf, isSome, listed } from './names.ts'

const PREFERS = { CHOSEN: 'chosen', REJECTED: 'rejected', INDIFFERENT: 'neither' }

export const preference: FilterCondition<readonly Preference[]> = {
  input: {
    type: 'Preference',
    list: true,
    description:
      "The labeler's is one of these. A pair without the labels that it takes has none, nor has a tie.",
  },
  condition: (preferences, { subject: { labeler } }) => ({
    code: preferenceOf(labeler),
    isOneOf: codesOf(preferences, PREFERENCES),
  }),
  words: (preferences) => `labeler prefers ${listed(preferences.map((one) => PREFERS[one]))}`,
  selects: (preferences) =>
    isSome(preferences, PREFERENCES)
      ? {
          by: "the labeler's preference",
          differsBy: (feature, { features, priority }) => priority.includes(features[feature].name),
        }
      : null,
}
