import type { FilterCondition } from './filter-condition.ts'
import { checkRange, type Range, rangeOf, rangeWords, within } from './range.ts'

export const rowId: FilterCondition<Range> = {
  input: { type: rangeOf('Int'), description: 'Its row id is in this range.' },
  check: checkRange,
  condition: (range) => within({ number: 'ROW_ID' }, range),
  words: (range) => `row id ${rangeWords(range)}`,
}
