import { DEPENDS_ON_ZERO } from '../../domain/reward-units.ts'
import { STAGES } from '../../domain/stage.ts'
import { shiftOf } from '../../pairs/terms.ts'
import type { FilterCondition } from './filter-condition.ts'
import { checkRange, hasEnd, type Range, rangeOf, rangeWords, within } from './range.ts'

export const rewardShift: FilterCondition<Range> = {
  input: {
    type: rangeOf('Float'),
    description: `The angle from the pre to the post reward vector, in degrees in (-180, 180], is in a range. Where a reward is missing or a vector has no length there is no angle, and it is in none. Ties have one, too, by the order of their answers, and are found by it; no number about chosen and rejected counts them. ${DEPENDS_ON_ZERO}`,
  },
  check: (range) =>
    checkRange(
      range,
      ({ gte, lte }) =>
        `swap them for the angles between, or write or: [{rewardShift: {gte: ${gte}}}, {rewardShift: {lte: ${lte}}}] for those beyond`,
    ),
  condition: (range, { subject: { pre, post } }) => within(shiftOf(pre, post), range),
  words: (range) => `reward shift ${rangeWords(range, '°')}`,
  selects: (range) => (hasEnd(range) ? { by: 'reward shift', stages: STAGES, shift: true } : null),
}
