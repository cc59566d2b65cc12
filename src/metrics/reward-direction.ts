import { DEPENDS_ON_ZERO } from '../domain/reward-units.ts'
import { bins, type Field } from './field.ts'
import { type Histogram, histogram } from './histogram.ts'
import type { Metric, Model } from './metric.ts'
import { CIRCLE, type ShiftSelection, type Subjects, selected } from './reward-shift.ts'

/** Section D.3: angles of one model's reward vectors from (−1, −1), in degrees. */
export const rewardDirections: Metric<
  Subjects & ShiftSelection & { model: Model; bins: number },
  Histogram
> = ({ pairs }, { model, bins, ...args }) => {
  const to = { model: model.index, version: 'ORIGINAL' } as const
  const of = { number: 'ANGLE', from: 'LOWER_BISECTOR', to } as const
  return histogram(pairs, { of, bins, domain: CIRCLE }, selected(args))
}

export const rewardDirectionsField: Field = {
  about: `Section D.3: angle of the reward vector from the first bisector's lower half (-1,-1), in degrees. ${DEPENDS_ON_ZERO}`,
  answer: 'HISTOGRAM',
  args: {
    bins: bins(16, 'From 1 to 1000, uniform over [-180, 180] degrees.'),
    regime: { is: 'REGIMES' },
    preference: { is: 'PREFERENCES' },
  },
}
