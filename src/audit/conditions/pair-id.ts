import type { FilterCondition } from './filter-condition.ts'
import { listedNames } from './names.ts'

/** Ids are the store's: a filter gets their `rowIds` before anything is asked of it. */
export const pairId: FilterCondition<readonly string[]> = {
  input: {
    type: 'String',
    list: true,
    description: 'The pair has one of these ids of its own; all of them must be known.',
  },
  condition: () => ({ all: [] }),
  words: (ids) => `pair ${listedNames(ids)}`,
}
