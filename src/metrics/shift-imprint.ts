import { type Index, shiftOf } from '../pairs/terms.ts'
import { onBothEntries } from './both-entries.ts'
import { rewardsOf } from './lacking.ts'
import type { Metric, Model } from './metric.ts'
import { regressed } from './regression.ts'
import type { Equation } from './regression-model.ts'
import type { RegressionOptions } from './regression-options.ts'
import type { Regression } from './regression-result.ts'

/** Equation 2: the reward shift in degrees on the features of both entries. R: `lm(theta ~ Xc + Xr)`. */
export const shiftImprintOf = (before: Model, after: Model, labeler: Index): Equation => ({
  ...onBothEntries(labeler, shiftOf(before.index, after.index)),
  method: 'OLS',
  needs: [...rewardsOf(before, after), { labels: labeler }],
})

/** What training did to the rewards of which features. @throws InvalidInput, NotFound for options that can't be used */
export const shiftImprints: Metric<
  { before: Model; after: Model; labeler: Index; options: RegressionOptions },
  Regression
> = (asked, { before, after, labeler, options }) =>
  regressed(asked, shiftImprintOf(before, after, labeler), options)
