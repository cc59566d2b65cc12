import type { FilterCondition } from './filter-condition.ts'

/** Which rows those are that `pairId` names. */
export const rowIds: FilterCondition<readonly number[]> = {
  input: null,
  condition: (rowIds) => ({ rowIds }),
  words: () => null,
}
