import type { FilterCondition } from './filter-condition.ts'
import { listedNames } from './names.ts'

export const topic: FilterCondition<readonly string[]> = {
  input: {
    type: 'String',
    list: true,
    description:
      'The pair has at least one of these topics (on either entry). One that neither the taxonomy nor a label has is NOT_FOUND.',
  },
  condition: (names, { subject: { labeler } }) => ({ list: 'topics', labeler, names }),
  words: (names) => `topic ${listedNames(names)}`,
}
