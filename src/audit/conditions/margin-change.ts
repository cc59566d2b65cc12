import { DEPENDS_ON_SCALE } from '../../domain/reward-units.ts'
import { STAGES } from '../../domain/stage.ts'
import { marginChangeOf } from '../../pairs/terms.ts'
import type { FilterCondition } from './filter-condition.ts'
import { checkRange, hasEnd, type Range, rangeOf, rangeWords, within } from './range.ts'

export const marginChange: FilterCondition<Range> = {
  input: {
    type: rangeOf('Float'),
    description: `The margin (chosen minus rejected reward) of the post model less that of the pre model is in a range. Where either has no margin there is no change, and it is in none. Ties have one, too, by the order of their answers, and are found by it; no number about chosen and rejected counts them. ${DEPENDS_ON_SCALE}`,
  },
  check: checkRange,
  condition: (range, { subject: { pre, post } }) => within(marginChangeOf(pre, post), range),
  words: (range) => `change of margin ${rangeWords(range)}`,
  selects: (range) => (hasEnd(range) ? { by: 'change of margin', stages: STAGES } : null),
}
