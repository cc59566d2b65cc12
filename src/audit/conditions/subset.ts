import type { FilterCondition } from './filter-condition.ts'
import { listedNames } from './names.ts'

export const subset: FilterCondition<readonly string[]> = {
  input: {
    type: 'String',
    list: true,
    description: 'It came with one of these subsets. One that the dataset does not have is NOT_FOUND.',
  },
  condition: (subsets) => ({ subsets }),
  words: (subsets) => `subset ${listedNames(subsets)}`,
}
