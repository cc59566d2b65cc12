import type { Interruption } from '../domain/interruption.ts'
import type { Slice } from '../frame/slice.ts'
import { bothEntriesModel } from './both-entries.ts'
import { extentOf, lacking, type Need } from './lacking.ts'
import { regression } from './regression.ts'
import type { Method, Model } from './regression-model.ts'
import { assertOptions, type RegressionOptions, wantedFeatures } from './regression-options.ts'
import type { Regression } from './regression-result.ts'

/** LOGIT: log-odds, as the paper writes. IDENTITY: a linear probability model, as the reference code's estimates are. */
export const LINKS = ['LOGIT', 'IDENTITY'] as const
export type Link = (typeof LINKS)[number]

export const methodOf = (link: Link): Method => (link === 'LOGIT' ? 'LOGIT' : 'LINEAR_PROBABILITY')

export const MISALIGNMENT_NEEDS: readonly Need[] = ['POST', 'LABELS']

/**
 * Equation 3: whether the post model is misaligned, on the features of both entries.
 * R: `glm(misaligned ~ Xc + Xr, binomial)`, under IDENTITY `lm(misaligned ~ Xc + Xr)`.
 */
export const misalignmentModel = (slice: Slice, features: readonly number[], link: Link): Model =>
  bothEntriesModel(slice, features, methodOf(link), slice.view.misaligned)

/** Which features go with misalignment. @throws InvalidInput, NotFound for options that can't be used */
export const misalignment = (
  slice: Slice,
  { link, options }: { link: Link; options: RegressionOptions },
  signal?: Interruption,
): Regression => {
  const { taxonomy } = slice.view.frame
  assertOptions(options)
  const model = misalignmentModel(slice, wantedFeatures(taxonomy, options.features), link)
  const lack = lacking(extentOf(slice), MISALIGNMENT_NEEDS)
  return regression(model, { taxonomy, lack }, options, signal)
}
