import { type Index, marginChangeOf } from '../pairs/terms.ts'
import { onBothEntries } from './both-entries.ts'
import { rewardsOf } from './lacking.ts'
import type { Metric, Model } from './metric.ts'
import { regressed } from './regression.ts'
import type { Equation } from './regression-model.ts'
import type { RegressionOptions } from './regression-options.ts'
import type { Regression } from './regression-result.ts'

/** Equation 2 of the change of margin, which no zero of rewards can move. R: `lm(dm ~ Xc + Xr)`. */
export const marginChangeImprintOf = (before: Model, after: Model, labeler: Index): Equation => ({
  ...onBothEntries(labeler, marginChangeOf(before.index, after.index)),
  method: 'OLS',
  needs: [...rewardsOf(before, after), { labels: labeler }],
})

/** What training moved the margins of. @throws InvalidInput, NotFound for options that can't be used */
export const marginChangeImprints: Metric<
  { before: Model; after: Model; labeler: Index; options: RegressionOptions },
  Regression
> = (asked, { before, after, labeler, options }) =>
  regressed(asked, marginChangeImprintOf(before, after, labeler), options)
