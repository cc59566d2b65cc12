import type { FilterCondition } from './filter-condition.ts'
import { listedNames } from './names.ts'

export const discrimination: FilterCondition<readonly string[]> = {
  input: {
    type: 'String',
    list: true,
    description:
      'The pair has at least one of these types of discrimination (on either entry). One that neither the taxonomy nor a label has is NOT_FOUND.',
  },
  condition: (names, { subject: { labeler } }) => ({ list: 'discriminations', labeler, names }),
  words: (names) => `discrimination ${listedNames(names)}`,
}
