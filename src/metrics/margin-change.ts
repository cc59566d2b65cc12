import { DEPENDS_ON_SCALE } from '../domain/reward-units.ts'
import { marginChangeOf, signOf } from '../pairs/terms.ts'
import { byCode } from './counts.ts'
import { bins, type Field } from './field.ts'
import { type Histogram, histogram } from './histogram.ts'
import { extentOf, lacking, rewardsOf } from './lacking.ts'
import { type Mean, meanOf, withoutTest } from './mean.ts'
import type { Metric, Model } from './metric.ts'
import { sampledByPrompt } from './samples.ts'

/** Of each pair's margin after less its margin before. */
export type MarginChange = Mean & {
  pairs: number
  median: number | null
  standardDeviation: number | null
  min: number | null
  max: number | null
  /** Share of the pairs whose margin rose. */
  rose: number | null
  reason: string | null
}

type Models = { before: Model; after: Model }

/** By how much the preference for what the human chose grew. Whatever is added to all rewards of a model cancels. */
export const marginChange: Metric<Models, MarginChange> = async ({ pairs }, { before, after }) => {
  const term = marginChangeOf(before.index, after.index)
  const summary = await pairs.summary([{ term }])
  const sample = (await sampledByPrompt(pairs, [{ term }]))?.samples[0]
  const { count, median, standardDeviation, min, max } = summary
  const [, , rose] = await byCode(pairs, signOf(term))
  const mean = meanOf(summary, sample)
  const none =
    lacking(await extentOf(pairs), rewardsOf(before, after)) ??
    'no pair of the slice has both rewards of both models'
  return {
    ...mean,
    ...{ pairs: count, median, standardDeviation, min, max },
    rose: count > 0 ? rose / count : null,
    reason: count === 0 ? none : mean.test ? null : withoutTest('changes of margin', summary, sample),
  }
}

export const marginChangeHistogram: Metric<Models & { bins: number }, Histogram> = (
  { pairs },
  { before, after, bins },
) => histogram(pairs, { of: marginChangeOf(before.index, after.index), bins })

export const marginChangeHistogramField: Field = {
  about: `The post model's margin less the pre model's, pair by pair. ${DEPENDS_ON_SCALE}`,
  answer: 'HISTOGRAM',
  args: { bins: bins(50, 'From 1 to 1000, uniform from the smallest to the largest change.') },
}
