import { SIDES } from '../domain/side.ts'
import type { Index } from '../pairs/terms.ts'
import { EFFECT, type Effects } from './effects.ts'
import { rewardsOf } from './lacking.ts'
import type { Metric, Model } from './metric.ts'
import { regressed } from './regression.ts'
import type { Equation } from './regression-model.ts'
import type { RegressionOptions } from './regression-options.ts'
import type { Regression } from './regression-result.ts'

/** Equation 1: a model's rewards on the features of both entries of every pair that is complete. */
export const imprintOf = (model: Model, labeler: Index, effects: Effects): Equation => {
  const { method, request, arrange } = EFFECT[effects]
  const labels = SIDES.map((side) => ({ labeler, side, version: 'ORIGINAL' as const }))
  return {
    method,
    needs: [...rewardsOf(model), { labels: labeler }],
    request: request(model.index, labels),
    termsOf: (features) => features.map((feature) => ({ feature, side: null, flip: null })),
    arrange,
  }
}

/** Feature imprint: what a model rewards. @throws InvalidInput, NotFound for options that can't be used */
export const imprints: Metric<
  { model: Model; labeler: Index; effects: Effects; options: RegressionOptions },
  Regression
> = (asked, { model, labeler, effects, options }) =>
  regressed(asked, imprintOf(model, labeler, effects), options)
