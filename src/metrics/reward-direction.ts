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
  about: `How the directions of reward vectors (chosen, rejected) are distributed: their angles, in degrees, from the direction in which both rewards fall alike, (-1, -1) (section D.3 of the paper). ${DEPENDS_ON_ZERO}`,
  answer: 'HISTOGRAM',
  args: {
    bins: bins(16, 'From 1 to 1000, uniform over [-180, 180] degrees.'),
    regime: { is: 'REGIMES' },
    preference: { is: 'PREFERENCES' },
  },
}
