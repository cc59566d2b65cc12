import { marginOf } from '../pairs/terms.ts'
import { unscored } from './alignment.ts'
import { count, type Field, number, REASON } from './field.ts'
import { extentOf } from './lacking.ts'
import type { Metric, Model } from './metric.ts'

export type MarginSummary = {
  pairs: number
  mean: number | null
  median: number | null
  reason: string | null
}

/** By how much a model prefers what the human chose. R: `mean(chosen - rejected)`, `median(chosen - rejected)` */
export const margin: Metric<{ model: Model }, MarginSummary> = async ({ pairs }, { model }) => {
  const { count, mean, median } = await pairs.summary([{ term: marginOf(model.index) }])
  return { pairs: count, mean, median, reason: count > 0 ? null : unscored(await extentOf(pairs), model) }
}

export const marginField: Field = {
  about: 'By how much the model prefers what the human chose.',
  answer: {
    name: 'MarginSummary',
    about: 'Chosen minus rejected reward, over the pairs that have both.',
    members: {
      pairs: count('Pairs with a margin.'),
      mean: number('Points of reward.'),
      median: number('Points of reward.'),
      reason: REASON,
    },
  },
}
