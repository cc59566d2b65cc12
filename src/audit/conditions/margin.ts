import { DEPENDS_ON_SCALE } from '../../domain/reward-units.ts'
import type { Stage } from '../../domain/stage.ts'
import { marginOf } from '../../pairs/terms.ts'
import { modelAt } from '../subject.ts'
import type { FilterCondition } from './filter-condition.ts'
import { wordsOf } from './names.ts'
import { checkRange, endsOf, hasEnd, type Range, rangeWords, within } from './range.ts'
import { STAGE } from './stage.ts'

export const margin: FilterCondition<{ stage: Stage } & Range> = {
  input: {
    description: `Chosen minus rejected reward is in a range. ${DEPENDS_ON_SCALE}`,
    type: {
      name: 'MarginFilter',
      description:
        'Chosen minus rejected reward is within a range. Where either is missing, or the difference is beyond the range of numbers, there is no margin, and it is in none. Ties have one, too, by the order of their answers, and are found by it; no number about chosen and rejected counts them.',
      fields: { stage: STAGE, ...endsOf('Float') },
    },
  },
  check: checkRange,
  condition: ({ stage, ...range }, { subject }) => within(marginOf(modelAt(subject, stage).index), range),
  words: ({ stage, ...range }) => `${wordsOf(stage)} margin ${rangeWords(range)}`,
  selects: ({ stage, ...range }) => (hasEnd(range) ? { by: `${stage} margin`, stages: [stage] } : null),
}
