import { clipped } from '../../domain/clipped.ts'
import type { FilterCondition } from './filter-condition.ts'
import { checkRange, endsOf, type Range, rangeWords } from './range.ts'

type Value = Range & { feature: string; scope: 'CHOSEN' | 'REJECTED' | 'DIFFERENCE' }

const OF = {
  CHOSEN: 'of the chosen entry',
  REJECTED: 'of the rejected entry',
  DIFFERENCE: 'chosen minus rejected',
}

export const measure: FilterCondition<Value> = {
  input: {
    description: 'A number of its entries, or the difference of both, is in a range.',
    type: {
      name: 'MeasureFilter',
      description:
        'A feature that is measured is within a range. Where it has no value, it is in none; one that the dataset does not have is NOT_FOUND.',
      fields: {
        feature: { type: 'String', required: true, description: "The feature's name, such as length_words." },
        scope: {
          type: 'MeasureScope',
          required: true,
          defaultValue: 'DIFFERENCE',
          description: 'Of which entry, or chosen minus rejected.',
        },
        ...endsOf('Float'),
      },
    },
  },
  check: (value) => checkRange(value),
  condition: ({ feature, scope, gte, lte }) => ({
    measure: feature,
    of: scope,
    gte: gte ?? null,
    lte: lte ?? null,
  }),
  words: ({ feature, scope, ...range }) => `${clipped(feature, 60)} ${OF[scope]} ${rangeWords(range)}`,
  // Entries that differ by no more than so much, whichever has more, say nothing of which is chosen.
  selects: ({ feature, scope, gte, lte }) =>
    scope === 'DIFFERENCE' && (gte ?? -Infinity) === -(lte ?? Infinity)
      ? null
      : {
          by: scope === 'DIFFERENCE' ? 'the difference in this measure' : 'this measure of one entry',
          measure: feature,
        },
}
