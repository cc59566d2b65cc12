import { DEPENDS_ON_SCALE, DEPENDS_ON_ZERO } from '../../domain/reward-units.ts'
import type { Side } from '../../domain/side.ts'
import type { Stage } from '../../domain/stage.ts'
import { rewardOf } from '../../pairs/terms.ts'
import { modelAt } from '../subject.ts'
import type { FilterCondition } from './filter-condition.ts'
import { ON, wordsOf } from './names.ts'
import { checkRange, endsOf, hasEnd, type Range, rangeWords, within } from './range.ts'
import { STAGE } from './stage.ts'

export const reward: FilterCondition<{ stage: Stage; side: Side } & Range> = {
  input: {
    description: `One entry's reward is in a range. ${DEPENDS_ON_ZERO} ${DEPENDS_ON_SCALE}`,
    type: {
      name: 'RewardFilter',
      description:
        "One entry's reward, in the model's units, is within a range. A missing reward is in none.",
      fields: {
        stage: STAGE,
        side: { type: 'Side', required: true, description: 'Of the chosen or of the rejected entry.' },
        ...endsOf('Float'),
      },
    },
  },
  check: checkRange,
  condition: ({ stage, side, ...range }, { subject }) =>
    within(rewardOf(modelAt(subject, stage).index, side), range),
  words: ({ stage, side, ...range }) => `${wordsOf(stage)} reward ${rangeWords(range)} ${ON[side]}`,
  selects: ({ stage, ...range }) => (hasEnd(range) ? { by: `${stage} reward`, stages: [stage] } : null),
}
