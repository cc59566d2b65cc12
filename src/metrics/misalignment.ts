import type { Index } from '../pairs/terms.ts'
import { onBothEntries } from './both-entries.ts'
import { rewardsOf } from './lacking.ts'
import type { Metric, Model } from './metric.ts'
import { regressed } from './regression.ts'
import type { Equation, Method } from './regression-model.ts'
import type { RegressionOptions } from './regression-options.ts'
import type { Regression } from './regression-result.ts'

/** LOGIT: log-odds, as the paper writes. IDENTITY: a linear probability model, as the reference code's estimates are. */
export const LINKS = ['LOGIT', 'IDENTITY'] as const
export type Link = (typeof LINKS)[number]

export const methodOf = (link: Link): Method => (link === 'LOGIT' ? 'LOGIT' : 'LINEAR_PROBABILITY')

/**
 * Equation 3: whether a model is misaligned, on the features of both entries.
 * R: `glm(misaligned ~ Xc + Xr, binomial)`, under IDENTITY `lm(misaligned ~ Xc + Xr)`.
 */
export const misalignmentOf = (model: Model, labeler: Index, link: Link): Equation => ({
  ...onBothEntries(labeler, { number: 'MISALIGNED', model: model.index }),
  method: methodOf(link),
  needs: [...rewardsOf(model), { labels: labeler }],
})

/** Which features go with misalignment. @throws InvalidInput, NotFound for options that can't be used */
export const misalignment: Metric<
  { model: Model; labeler: Index; link: Link; options: RegressionOptions },
  Regression
> = (asked, { model, labeler, link, options }) =>
  regressed(asked, misalignmentOf(model, labeler, link), options)
