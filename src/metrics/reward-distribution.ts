import { DEPENDS_ON_SCALE, DEPENDS_ON_ZERO } from '../domain/reward-units.ts'
import { SIDES, type Side } from '../domain/side.ts'
import { marginOf, type NumberTerm, rewardOf, scoredBy } from '../pairs/terms.ts'
import { bins, type Field } from './field.ts'
import { type Heatmap, type Histogram, heatmap, histogram } from './histogram.ts'
import type { Metric, Model } from './metric.ts'

type Binned = { model: Model; bins: number }

const probabilityOf = ({ index: model }: Model, side: Side): NumberTerm => ({
  number: 'PROBABILITY',
  model,
  side,
  version: 'ORIGINAL',
})

/** Section D.1: reward of the chosen minus the rejected entry, from the smallest to the largest. */
export const marginDistribution: Metric<Binned, Histogram> = ({ pairs }, { model, bins }) =>
  histogram(pairs, { of: marginOf(model.index), bins })

/** Section D.2: sigmoid of one side's rewards, over [0, 1]. */
export const probabilityDistribution: Metric<Binned & { side: Side }, Histogram> = (
  { pairs },
  { model, side, bins },
) => histogram(pairs, { of: probabilityOf(model, side), bins, domain: [0, 1] }, scoredBy(model.index))

export const probabilityDistributionField: Field = {
  about: `How sigmoid(reward) is distributed over the chosen, or over the rejected, entries (section D.2 of the paper). ${DEPENDS_ON_ZERO} ${DEPENDS_ON_SCALE}`,
  answer: 'HISTOGRAM',
  args: {
    side: { is: 'SIDE', about: 'Of the chosen or of the rejected entries.' },
    bins: bins(50, 'From 1 to 1000, uniform over [0, 1].'),
  },
}

/** Figure 9: x is the chosen, y the rejected entry's reward. */
export const rewardHeatmap: Metric<Binned, Heatmap> = ({ pairs }, { model, bins }) =>
  heatmap(
    pairs,
    SIDES.map((side) => ({ of: rewardOf(model.index, side), bins })),
  )

export const rewardHeatmapField: Field = {
  about: `How many pairs lie where in the plane of their rewards: x is the chosen, y the rejected entry's (Figure 9 of the paper). ${DEPENDS_ON_ZERO} ${DEPENDS_ON_SCALE}`,
  answer: 'HEATMAP',
  args: { bins: bins(30, 'From 1 to 1000 on each axis, from its smallest to its largest value.') },
}

/** Figure 9: x is the sigmoid of the chosen, y of the rejected entry's reward, both over [0, 1]. */
export const probabilityHeatmap: Metric<Binned, Heatmap> = ({ pairs }, { model, bins }) =>
  heatmap(
    pairs,
    SIDES.map((side) => ({ of: probabilityOf(model, side), bins, domain: [0, 1] })),
  )

export const probabilityHeatmapField: Field = {
  about: `How many pairs lie where in the plane of their sigmoid(reward)s: x of the chosen, y of the rejected entry (Figure 9 of the paper). ${DEPENDS_ON_ZERO} ${DEPENDS_ON_SCALE}`,
  answer: 'HEATMAP',
  args: { bins: bins(30, 'From 1 to 1000 on each axis, over [0, 1].') },
}
